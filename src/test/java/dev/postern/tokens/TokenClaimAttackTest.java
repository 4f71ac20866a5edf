package dev.postern.tokens;

import static dev.postern.tokens.HandMade.HEADER;
import static dev.postern.tokens.HandMade.PAYLOAD;
import static dev.postern.tokens.HandMade.claims;
import static dev.postern.tokens.HandMade.refusal;
import static dev.postern.tokens.HandMade.token;
import static dev.postern.tokens.HandMade.with;
import static dev.postern.tokens.HandMade.without;
import static dev.postern.tokens.TokenRefused.Reason.AUDIENCE;
import static dev.postern.tokens.TokenRefused.Reason.CLAIMS;
import static dev.postern.tokens.TokenRefused.Reason.ISSUER;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that our own key has signed, with payloads that are not ours. */
class TokenClaimAttackTest {

    private static final List<String> TEXTS = List.of("iss", "sub", "aud", "client_id", "jti", "sid", "username");

    static Stream<String> required() {
        return claims().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("required")
    void tokenWithoutAClaimIsRefused(String claim) {
        assertThat(withPayload(without(claim))).isEqualTo(CLAIMS);
    }

    @ParameterizedTest
    @MethodSource("required")
    void claimUnderAnotherSpellingOfItsNameIsRefused(String claim) {
        String payload = PAYLOAD.replace("\"" + claim + "\":", "\"" + claim.toUpperCase(Locale.ROOT) + "\":");

        assertThat(withPayload(payload)).isEqualTo(CLAIMS);
    }

    @ParameterizedTest
    @MethodSource("required")
    void claimThatStandsTwiceIsRefused(String claim) {
        String again = "\"" + claim + "\":" + claims().get(claim);

        assertThat(withPayload(PAYLOAD.replace("}", "," + again + "}"))).isEqualTo(CLAIMS);
        assertThat(withPayload(PAYLOAD.replace("{", "{" + again + ","))).isEqualTo(CLAIMS);
    }

    static Stream<Arguments> wrongTypes() {
        Stream<Arguments> everywhere = required()
                .flatMap(
                        claim -> Stream.of("null", "true", "1.0", "{}", "{\"a\":1}", "[null]", "[1]", "[[\"postern\"]]")
                                .map(json -> arguments(claim, json)));
        Stream<Arguments> texts = TEXTS.stream()
                .flatMap(claim -> Stream.of("1", "\"\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "[\"\"]")
                        .map(json -> arguments(claim, json)));
        Stream<Arguments> roles = Stream.of(
                        "\"admin\"", "1", "[\"admin\",1]", "[\"admin\",null]", "[\"\"]", "[\"\\ud800\"]")
                .map(json -> arguments("roles", json));
        return Stream.of(everywhere, texts, roles).flatMap(rows -> rows);
    }

    @ParameterizedTest
    @MethodSource("wrongTypes")
    void claimOfAnotherTypeIsRefused(String claim, String json) {
        assertThat(withPayload(with(claim, json))).isEqualTo(CLAIMS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"1800000000\"",
                "[1800000000]",
                "1800000000.0",
                "1800000000.5",
                "1.8e9",
                "18E8",
                "1e999999999",
                "-1",
                "-1800000000",
                "253402300800",
                "9007199254740993000",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775808",
                "1800000000000000000000000000000000000000",
                "01800000000",
                "+1800000000",
                "0x6b49d200",
                "1_800_000_000",
                "NaN",
                "Infinity",
                "\"\""
            })
    void timeThatIsNotAWholeNumberInRangeIsRefused(String json) {
        for (String claim : List.of("iat", "exp", "nbf")) {
            assertThat(withPayload(with(claim, json))).as(claim).isEqualTo(CLAIMS);
        }
    }

    @Test
    void numberOfAThousandDigitsIsRefused() {
        assertThat(withPayload(with("exp", "9".repeat(5000)))).isEqualTo(CLAIMS);
        assertThat(withPayload(with("exp", "1." + "0".repeat(5000)))).isEqualTo(CLAIMS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://attacker.example",
                "https://postern.example/",
                "https://postern.example ",
                "HTTPS://postern.example",
                "http://postern.example",
                "https://postern.exampl",
                "https://postern.example.attacker.example"
            })
    void otherIssuerIsRefused(String issuer) {
        assertThat(withPayload(with("iss", "\"" + issuer + "\""))).isEqualTo(ISSUER);
    }

    @Test
    void issuersInAListAreRefused() {
        assertThat(withPayload(with("iss", "[\"https://postern.example\"]"))).isEqualTo(CLAIMS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"other\"",
                "\"Postern\"",
                "\"postern \"",
                "\"posterns\"",
                "\"other postern\"",
                "[]",
                "[\"other\"]",
                "[\"a\",\"b\"]"
            })
    void otherAudienceIsRefused(String json) {
        assertThat(withPayload(with("aud", json))).isEqualTo(AUDIENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"postern\",1]", "[\"postern\",null]", "[\"postern\",[]]", "[\"postern\",\"\"]"})
    void ourAudienceAmongOtherThingsThanTextsIsRefused(String json) {
        assertThat(withPayload(with("aud", json))).isEqualTo(CLAIMS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "0",
                "\"text\"",
                "[]",
                "{}",
                " ",
                "{",
                "}",
                "[{}]",
                "{\"iss\"}",
                "{\"iss\":}",
                "not JSON",
                "<jwt/>",
                "{]"
            })
    void payloadThatIsNotAnObjectOfClaimsIsRefused(String payload) {
        assertThat(withPayload(payload)).isEqualTo(CLAIMS);
    }

    static Stream<String> loose() {
        return Stream.of(
                PAYLOAD + "x",
                PAYLOAD + "{}",
                PAYLOAD + PAYLOAD,
                PAYLOAD + "}",
                PAYLOAD + ",",
                PAYLOAD + "\0",
                PAYLOAD + " //",
                "\ufeff" + PAYLOAD,
                "[" + PAYLOAD + "]",
                PAYLOAD.substring(0, PAYLOAD.length() - 1),
                PAYLOAD.replace("}", ",}"),
                PAYLOAD.replace("]", ",]"),
                PAYLOAD.replace("\"", "'"),
                PAYLOAD.replace(",", ",,"),
                PAYLOAD.replace("\"sub\"", "sub"),
                PAYLOAD.replace("{", "{/* */"),
                PAYLOAD.replace("alice", "al\nice"),
                PAYLOAD.replace("alice", "al\\xice"),
                PAYLOAD.replace("alice", "al\\u00ice"),
                with("a", "{\"b\":1,\"b\":2}"),
                with("a", "[{\"b\":1,\"b\":2}]"),
                with("a", "01"),
                with("a", "NaN"),
                with("a", "tru"));
    }

    @ParameterizedTest
    @MethodSource("loose")
    void payloadThatIsNotStrictJsonIsRefused(String payload) {
        assertThat(withPayload(payload)).isEqualTo(CLAIMS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c0af", "c1bf", "e08080", "eda080", "f08080af", "f4908080", "e28285c3", "80"})
    void brokenUtf8IsRefused(String hex) {
        String broken = new String(HexFormat.of().parseHex(hex), ISO_8859_1);
        byte[] payload = PAYLOAD.replace("alice", broken).getBytes(ISO_8859_1);

        assertThat(refusal(token(HEADER.getBytes(UTF_8), payload))).contains(CLAIMS);
    }

    @Test
    void payloadInAnotherEncodingIsRefused() {
        assertThat(refusal(token(HEADER.getBytes(UTF_8), PAYLOAD.getBytes(UTF_16BE))))
                .contains(CLAIMS);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 100, 999, 1001, 2800})
    void deepPayloadIsRefused(int depth) {
        assertThat(withPayload(with("a", "[".repeat(depth) + "]".repeat(depth))))
                .isEqualTo(CLAIMS);
        assertThat(withPayload(with("roles", "[".repeat(depth)))).isEqualTo(CLAIMS);
    }

    private static TokenRefused.Reason withPayload(String payload) {
        return refusal(token(HEADER, payload)).orElseThrow();
    }
}
