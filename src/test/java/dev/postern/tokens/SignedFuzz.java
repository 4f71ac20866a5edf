package dev.postern.tokens;

import static dev.postern.Fuzzing.require;
import static dev.postern.tokens.TokenRefused.Reason.SIGNATURE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * Tries any bytes as a payload, and as a header, under a signature that is always good: what only a holder of the key
 * could send, and the one way to what lies behind the check of the signature.
 */
final class SignedFuzz {
    /** Between header and payload; in no text of UTF-8. */
    private static final char SEPARATOR = '\u00ff';

    private static final String CLIENTS =
            "{\"iss\":\"https://postern.example\",\"sub\":\"c\",\"aud\":[\"other\",\"postern\"],"
                    + "\"client_id\":\"c\",\"iat\":1800000030,\"nbf\":1799999999,"
                    + "\"exp\":1800086430,\"jti\":\"\\u00e9\",\"roles\":[]}";

    /** The one second at which the clock skew is over. */
    static final String EXPIRED = HandMade.PAYLOAD
            .replace("\"iat\":1800000000", "\"iat\":1799999000")
            .replace("\"exp\":1800000900", "\"exp\":1799999970");

    /** Valid but for its bytes. */
    private static final byte[] LATIN =
            HandMade.PAYLOAD.replace("alice", "\u00e9").getBytes(ISO_8859_1);

    private SignedFuzz() {}

    /**
     * Runs one input.
     *
     * @param header of a token whose input holds none
     * @param sign makes a token of header and payload, each in characters that stand for a byte
     */
    static void run(byte[] data, String header, BinaryOperator<String> sign, TokenVerifier verifier) {
        String text = new String(data, ISO_8859_1);
        int end = text.indexOf(SEPARATOR);
        String token = end < 0 ? sign.apply(header, text) : sign.apply(text.substring(0, end), text.substring(end + 1));
        require(!TokenProperties.check(verifier, token).equals(Optional.of(SIGNATURE)), "a good signature");
    }

    static List<byte[]> seeds(String header) {
        Stream<String> payloads = Stream.of(
                HandMade.PAYLOAD,
                CLIENTS,
                EXPIRED,
                HandMade.with("exp", "1799999999"),
                HandMade.with("nbf", "1800000031"),
                HandMade.with("nbf", "-1"),
                HandMade.with("nbf", "null"),
                HandMade.with("iat", "1.8e9"),
                HandMade.with("iat", "9223372036854775808"),
                HandMade.with("exp", "-1"),
                HandMade.with("aud", "[\"postern\",1]"),
                HandMade.with("sub", "\"\\ud83d\\ude00\""),
                HandMade.with("sub", "\"\\ud83d\""),
                HandMade.with("sub", "\"\""),
                HandMade.with("more", "{\"a\":[{\"b\":[{},true,false,null,0.5]}],\"a\":1}"),
                HandMade.with("more", "[[[[[[[[1]]]]]]]]"),
                HandMade.without("sid"),
                HandMade.PAYLOAD + "{}",
                " {\"iss\" : \"\\\"\\\\\\/\\b\\f\\n\\r\\t\" } ",
                "\ufeff{}",
                "[]",
                "null");
        Stream<String> headers = Stream.of(
                header,
                header.replace("{", "{\"crit\":[\"b64\"],"),
                header.replace("at+jwt", "JWT"),
                header.replace("S256", "S384"),
                "{\"kid\":\"another\",\"alg\":\"none\",\"typ\":\"at+jwt\"}");
        return Stream.of(
                        Stream.of(LATIN),
                        payloads.map(payload -> payload.getBytes(UTF_8)),
                        headers.map(each -> (each + SEPARATOR + HandMade.PAYLOAD).getBytes(ISO_8859_1)))
                .flatMap(each -> each)
                .toList();
    }
}
