package dev.postern.tokens;

import static dev.postern.tokens.HandMade.KEY_ID;
import static dev.postern.tokens.HandMade.PAYLOAD;
import static dev.postern.tokens.HandMade.base64;
import static dev.postern.tokens.HandMade.refusal;
import static dev.postern.tokens.HandMade.token;
import static dev.postern.tokens.TokenRefused.Reason.HEADER;
import static dev.postern.tokens.TokenRefused.Reason.UNKNOWN_KEY;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that our own key has signed, under headers that are not ours. */
class TokenHeaderAttackTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"none\"",
                "\"None\"",
                "\"NONE\"",
                "\"nOnE\"",
                "\"\"",
                "\" HS256\"",
                "\"HS256 \"",
                "\"hs256\"",
                "\"HS256\\u0000\"",
                "\"HS384\"",
                "\"HS512\"",
                "\"RS256\"",
                "\"ES256\"",
                "\"PS256\"",
                "\"EdDSA\"",
                "\"dir\"",
                "\"HmacSHA256\"",
                "null",
                "256",
                "true",
                "[\"HS256\"]",
                "{\"HS256\":1}"
            })
    void algorithmOtherThanTheKeysIsRefused(String alg) {
        assertThat(withHeader("{\"alg\":%s,\"typ\":\"at+jwt\",\"kid\":\"KID\"}".formatted(alg)))
                .isEqualTo(HEADER);
    }

    @Test
    void unsignedTokenIsRefused() {
        String header = base64("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"" + KEY_ID + "\"}");

        assertThat(refusal(header + "." + base64(PAYLOAD) + ".")).isPresent();
        assertThat(refusal(header + "." + base64(PAYLOAD) + ".AAAA")).contains(HEADER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"JWT\"",
                "\"jwt\"",
                "\"AT+JWT\"",
                "\"at+JWT\"",
                "\"application/at+jwt\"",
                "\"at+jwt \"",
                "\"at jwt\"",
                "\"\"",
                "\"revocations+jwt\"",
                "\"refresh+jwt\"",
                "null",
                "1",
                "[\"at+jwt\"]"
            })
    void otherTypeIsRefused(String typ) {
        assertThat(withHeader("{\"alg\":\"HS256\",\"typ\":%s,\"kid\":\"KID\"}".formatted(typ)))
                .isEqualTo(HEADER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../dev/null",
                "/dev/null",
                "' OR '1'='1",
                "x' UNION SELECT 'key",
                "| whoami",
                "KID ",
                " KID",
                "KID\\u0000",
                "\\ud800",
                "http://attacker.example/key",
                "%00",
                "0"
            })
    void unknownKeyIsRefused(String kid) {
        String expected = kid.contains("ud800") ? "HEADER" : "UNKNOWN_KEY";

        assertThat(withHeader("{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}".formatted(kid)))
                .hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "0", "true", "[\"KID\"]", "{\"KID\":1}"})
    void keyIdOfAnotherTypeIsRefused(String kid) {
        assertThat(withHeader("{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":%s}".formatted(kid)))
                .isEqualTo(HEADER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"alg\":\"HS256\"}",
                "{\"typ\":\"at+jwt\",\"kid\":\"KID\"}",
                "{\"alg\":\"HS256\",\"kid\":\"KID\"}",
                "{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}",
                "{\"ALG\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"KID\"}"
            })
    void headerWithoutAMemberIsRefused(String header) {
        assertThat(withHeader(header)).isEqualTo(HEADER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"crit\":[\"exp\"]",
                "\"crit\":[]",
                "\"crit\":null",
                "\"b64\":false",
                "\"b64\":true",
                "\"zip\":\"DEF\"",
                "\"cty\":\"JWT\"",
                "\"jku\":\"https://attacker.example/jwks\"",
                "\"x5u\":\"https://attacker.example/cert\"",
                "\"x5c\":[\"MII\"]",
                "\"x5t\":\"AAAA\"",
                "\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                "\"enc\":\"A128GCM\"",
                "\"epk\":{}",
                "\"p2c\":2147483647",
                "\"exp\":1",
                "\"\":\"\"",
                "\"Alg\":\"none\"",
                "\"alg \":\"none\""
            })
    void headerWithAnotherMemberIsRefused(String member) {
        assertThat(withHeader("{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"KID\"," + member + "}"))
                .isEqualTo(HEADER);
        assertThat(withHeader("{" + member + ",\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"KID\"}"))
                .isEqualTo(HEADER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\",\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"KID\"}",
                "{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"KID\",\"alg\":\"HS256\"}",
                "{\"alg\":\"HS256\",\"\\u0061lg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"KID\"}",
                "{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"typ\":\"at+jwt\",\"kid\":\"KID\"}",
                "{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"x\",\"kid\":\"KID\"}"
            })
    void memberThatStandsTwiceIsRefused(String header) {
        assertThat(withHeader(header)).isEqualTo(HEADER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "1",
                "\"HS256\"",
                "[]",
                "[{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"KID\"}]",
                " ",
                "{",
                "}",
                "not JSON",
                "{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"KID\"",
                "{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"KID\"}x",
                "{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"KID\"}{}",
                "{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"KID\"}}",
                "{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"KID\"}\0",
                "{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"KID\",}",
                "{\"alg\":\"HS256\",,\"typ\":\"at+jwt\",\"kid\":\"KID\"}",
                "{'alg':'HS256','typ':'at+jwt','kid':'KID'}",
                "{alg:\"HS256\",typ:\"at+jwt\",kid:\"KID\"}",
                "{\"alg\":\"HS256\",/**/\"typ\":\"at+jwt\",\"kid\":\"KID\"}",
                "\ufeff{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"KID\"}"
            })
    void headerThatIsNotAStrictObjectIsRefused(String header) {
        assertThat(withHeader(header)).isEqualTo(HEADER);
    }

    @Test
    void headerInAnotherEncodingIsRefused() {
        String header = HandMade.HEADER;

        for (var charset : new Charset[] {UTF_16BE, UTF_16LE}) {
            assertThat(refusal(token(header.getBytes(charset), PAYLOAD.getBytes(UTF_8))))
                    .contains(HEADER);
        }
        assertThat(refusal(token(header.replace("HS", "é").getBytes(ISO_8859_1), PAYLOAD.getBytes(UTF_8))))
                .contains(HEADER);
    }

    @Test
    void deepHeaderIsRefused() {
        assertThat(withHeader("{\"alg\":" + "[".repeat(2000) + "]".repeat(2000) + "}"))
                .isEqualTo(HEADER);
        assertThat(withHeader("[".repeat(5000))).isEqualTo(HEADER);
        assertThat(withHeader("{\"a\":".repeat(1000))).isEqualTo(HEADER);
    }

    @Test
    void keyOfAnotherKindOfTokenCannotBeReached() {
        assertThat(withHeader("{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"AAAAAAAAAAAA\"}"))
                .isEqualTo(UNKNOWN_KEY);
    }

    private static TokenRefused.Reason withHeader(String header) {
        return refusal(token(header.replace("KID", KEY_ID), PAYLOAD)).orElseThrow();
    }
}
