package dev.postern.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;

/** Tries any text as a token. */
public final class AnyTokenFuzz {
    private static final TokenVerifier VERIFIER = FuzzKeys.verifier();

    private AnyTokenFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        TokenProperties.check(VERIFIER, new String(data, UTF_8));
    }

    public static List<byte[]> seeds() {
        return Stream.of(
                        "",
                        "..",
                        "a.b.c",
                        HandMade.valid(),
                        HandMade.valid() + ".",
                        HandMade.valid() + "=",
                        HandMade.token(HandMade.HEADER, SignedFuzz.EXPIRED),
                        HandMade.token(HandMade.HEADER.replace("HS256", "none"), HandMade.PAYLOAD),
                        HandMade.token(FuzzKeys.PAIR_HEADER, HandMade.PAYLOAD),
                        FuzzKeys.signedByPair(FuzzKeys.PAIR_HEADER.getBytes(UTF_8), HandMade.PAYLOAD.getBytes(UTF_8)),
                        FuzzKeys.signedByPair(HandMade.HEADER.getBytes(UTF_8), HandMade.PAYLOAD.getBytes(UTF_8)))
                .map(text -> text.getBytes(UTF_8))
                .toList();
    }
}
