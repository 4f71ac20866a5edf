package dev.postern.tokens;

import static dev.postern.tokens.HandMade.HEADER;
import static dev.postern.tokens.HandMade.OTHER_SECRET;
import static dev.postern.tokens.HandMade.PAYLOAD;
import static dev.postern.tokens.HandMade.SECRET;
import static dev.postern.tokens.HandMade.base64;
import static dev.postern.tokens.HandMade.mac;
import static dev.postern.tokens.HandMade.refusal;
import static dev.postern.tokens.HandMade.signed;
import static dev.postern.tokens.HandMade.valid;
import static dev.postern.tokens.TokenRefused.Reason.MALFORMED;
import static dev.postern.tokens.TokenRefused.Reason.SIGNATURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens whose compact form or signature is wrong; the rest of each is right. */
class TokenFormAttackTest {

    private static final String H = base64(HEADER);
    private static final String P = base64(PAYLOAD);
    private static final String S = valid().substring(valid().lastIndexOf('.') + 1);

    static Stream<Arguments> malformed() {
        return Stream.of(
                argumentSet("nothing", ""),
                argumentSet("a space", " "),
                argumentSet("dots alone", ".."),
                argumentSet("one segment", H),
                argumentSet("two segments", H + "." + P),
                argumentSet("four segments", valid() + "." + S),
                argumentSet("five segments, as of a JWE", H + ".." + P + "." + S + "." + S),
                argumentSet("a dot behind", valid() + "."),
                argumentSet("a dot in front", "." + valid()),
                argumentSet("no header", "." + P + "." + S),
                argumentSet("no payload", signed(H + ".", SECRET)),
                argumentSet("no signature", H + "." + P + "."),
                argumentSet("a space in front", " " + valid()),
                argumentSet("a space behind", valid() + " "),
                argumentSet("a line end behind", valid() + "\n"),
                argumentSet("a NUL behind", valid() + "\0"),
                argumentSet(
                        "a line end in the signature", H + "." + P + "." + S.substring(0, 20) + "\n" + S.substring(20)),
                argumentSet("the scheme in front", "Bearer " + valid()),
                argumentSet("quoted", "\"" + valid() + "\""),
                argumentSet("padded header", signed(H + "==." + P, SECRET)),
                argumentSet("padded payload", signed(H + "." + P + "=", SECRET)),
                argumentSet("padded signature", valid() + "="),
                argumentSet("over-padded signature", valid() + "=="),
                argumentSet("a header of one character", signed("e." + P, SECRET)),
                argumentSet("a payload of one character", signed(H + ".e", SECRET)),
                argumentSet("a signature of one character", H + "." + P + ".e"),
                argumentSet("non-canonical header", signed(base64("{}").replace("e30", "e31") + "." + P, SECRET)),
                argumentSet("non-canonical payload", signed(H + "." + bumped(base64(PAYLOAD + paddingTo(1))), SECRET)),
                argumentSet(
                        "non-canonical payload, two bytes over",
                        signed(H + "." + bumped(base64(PAYLOAD + paddingTo(2))), SECRET)),
                argumentSet("non-canonical signature", H + "." + P + "." + bumped(S)),
                argumentSet("a plus sign", H + "." + P + "." + "+" + S.substring(1)),
                argumentSet("a slash", H + "." + P + "." + "/" + S.substring(1)),
                argumentSet("a percent sign", H + "." + P + "." + "%41" + S.substring(1)),
                argumentSet("a letter outside ASCII", H + "." + P + "." + "é" + S.substring(1)),
                argumentSet(
                        "a letter of which the low byte is in the alphabet",
                        H + "." + P + "." + "\u0141" + S.substring(1)),
                argumentSet("a lone surrogate", H + "." + P + "." + "\ud800" + S.substring(1)),
                argumentSet(
                        "JSON serialization",
                        "{\"payload\":\"" + P + "\",\"protected\":\"" + H + "\",\"signature\":\"" + S + "\"}"),
                argumentSet("8193 characters", valid() + "A".repeat(8193 - valid().length())),
                argumentSet("10 MB in the payload", signed(H + "." + "A".repeat(10_000_000), SECRET)),
                argumentSet("10 MB of dots", ".".repeat(10_000_000)));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void isMalformed(String token) {
        assertThat(refusal(token)).contains(MALFORMED);
    }

    static Stream<Arguments> forged() {
        return Stream.of(
                argumentSet("another key", signed(H + "." + P, OTHER_SECRET)),
                argumentSet("the key cut short", signed(H + "." + P, Arrays.copyOf(SECRET, 31))),
                argumentSet(
                        "the signature of another payload",
                        H + "." + base64(HandMade.with("sub", "\"u-2\"")) + "." + S),
                argumentSet(
                        "a signature cut short",
                        H + "." + P + "." + base64(Arrays.copyOf(mac("HmacSHA256", H + "." + P, SECRET), 31))),
                argumentSet("a signature of one byte", H + "." + P + "." + base64(new byte[1])),
                argumentSet("a signature of zeros", H + "." + P + "." + base64(new byte[32])),
                argumentSet(
                        "a signature with a byte more",
                        H + "." + P + "." + base64(Arrays.copyOf(mac("HmacSHA256", H + "." + P, SECRET), 33))),
                argumentSet("HMAC with SHA-1", H + "." + P + "." + base64(mac("HmacSHA1", H + "." + P, SECRET))),
                argumentSet("HMAC with SHA-512", H + "." + P + "." + base64(mac("HmacSHA512", H + "." + P, SECRET))),
                argumentSet("HMAC of the payload alone", H + "." + P + "." + base64(mac("HmacSHA256", P, SECRET))),
                argumentSet(
                        "HMAC of the decoded text",
                        H + "." + P + "." + base64(mac("HmacSHA256", HEADER + "." + PAYLOAD, SECRET))),
                argumentSet("payload and signature swapped", H + "." + S + "." + P));
    }

    @ParameterizedTest
    @MethodSource("forged")
    void isForged(String token) {
        assertThat(refusal(token)).contains(SIGNATURE);
    }

    /** White space that leaves the payload's last group with that many bytes. */
    private static String paddingTo(int bytesOver) {
        return " ".repeat((3 + bytesOver - PAYLOAD.length() % 3) % 3);
    }

    /** The same bytes to a lenient decoder: the last character's unused lowest bit is set. */
    private static String bumped(String base64) {
        return base64.substring(0, base64.length() - 1) + (char) (base64.charAt(base64.length() - 1) + 1);
    }
}
