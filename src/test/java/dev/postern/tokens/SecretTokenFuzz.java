package dev.postern.tokens;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/** {@link SignedFuzz} under the secret. */
public final class SecretTokenFuzz {
    private static final TokenVerifier VERIFIER = FuzzKeys.verifier();

    private SecretTokenFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        SignedFuzz.run(
                data,
                HandMade.HEADER,
                (header, payload) -> HandMade.token(header.getBytes(ISO_8859_1), payload.getBytes(ISO_8859_1)),
                VERIFIER);
    }

    public static List<byte[]> seeds() {
        return SignedFuzz.seeds(HandMade.HEADER);
    }
}
