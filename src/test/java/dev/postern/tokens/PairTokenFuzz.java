package dev.postern.tokens;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/** {@link SignedFuzz} under a pair of keys, whose tokens are remembered. */
public final class PairTokenFuzz {
    private static final TokenVerifier VERIFIER = FuzzKeys.verifier();

    private PairTokenFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        SignedFuzz.run(
                data,
                FuzzKeys.PAIR_HEADER,
                (header, payload) -> FuzzKeys.signedByPair(header.getBytes(ISO_8859_1), payload.getBytes(ISO_8859_1)),
                VERIFIER);
    }

    public static List<byte[]> seeds() {
        return SignedFuzz.seeds(FuzzKeys.PAIR_HEADER);
    }
}
