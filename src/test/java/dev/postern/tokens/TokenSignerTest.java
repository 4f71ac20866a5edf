package dev.postern.tokens;

import static dev.postern.tokens.HandMade.AUDIENCE;
import static dev.postern.tokens.HandMade.ISSUER;
import static dev.postern.tokens.HandMade.KEYS;
import static dev.postern.tokens.HandMade.KEY_ID;
import static dev.postern.tokens.HandMade.NOW;
import static dev.postern.tokens.HandMade.SECRET;
import static dev.postern.tokens.HandMade.refusal;
import static dev.postern.tokens.HandMade.signed;
import static dev.postern.tokens.HandMade.verifier;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSignerTest {

    private static final Identity ALICE = new Identity("u-1", "alice", Set.of("staff", "admin"), "s-1");
    private static final Duration LIFETIME = Duration.ofMinutes(15);

    @Test
    void headerHasThreeMembers() throws IOException {
        JsonNode expected = new ObjectMapper()
                .createObjectNode()
                .put("alg", "HS256")
                .put("typ", "at+jwt")
                .put("kid", KEY_ID);

        assertThat(part(sign(NOW, Instant.MAX), 0)).isEqualTo(expected);
    }

    @Test
    void headersOfAllTokensAreTheSameText() {
        String header = KEYS.current().header();

        assertThat(sign(NOW, Instant.MAX).text()).startsWith(header + ".");
        assertThat(sign(NOW.plusSeconds(5), Instant.MAX).text()).startsWith(header + ".");
    }

    @Test
    void payloadHasTheContractsClaimsAndNoOther() throws IOException {
        JsonNode payload = part(sign(NOW, Instant.MAX), 1);

        assertThat(payload.get("jti").textValue()).matches("[A-Za-z0-9_-]{22}");
        String expected = """
                {"iss": "https://postern.example", "sub": "u-1", "aud": "postern", "client_id": "login",
                 "iat": 1800000000, "exp": 1800000900, "jti": %s, "sid": "s-1", "username": "alice",
                 "roles": ["admin", "staff"]}""".formatted(payload.get("jti"));
        assertThat(payload).isEqualTo(new ObjectMapper().readTree(expected));
    }

    @Test
    void signatureIsAnHmacUnderTheCurrentKey() {
        String token = sign(NOW, Instant.MAX).text();

        assertThat(token).isEqualTo(signed(token.substring(0, token.lastIndexOf('.')), SECRET));
    }

    @Test
    void whatIsSignedIsReadBackFromTheVerifier() throws TokenRefused {
        Identity zoe = new Identity("u-2", "zoë.😀", Set.of(), "s-2");
        AccessToken token =
                verifier().verify(signer(LIFETIME).sign(zoe, NOW, Instant.MAX).text());

        assertThat(token.subject()).isEqualTo("u-2");
        assertThat(token.username()).isEqualTo("zoë.😀");
        assertThat(token.roles()).isEmpty();
        assertThat(token.sessionId()).isEqualTo("s-2");
        assertThat(token.clientId()).isEqualTo("login");
        assertThat(token.id()).hasSize(22);
        assertThat(token.issuedAt()).isEqualTo(NOW);
        assertThat(token.expiresAt()).isEqualTo(NOW.plus(LIFETIME));
    }

    @Test
    void idsDoNotComeTwice() throws IOException {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            ids.add(part(sign(NOW, Instant.MAX), 1).get("jti").textValue());
        }

        assertThat(ids).hasSize(1000);
    }

    @Test
    void fractionsOfASecondAreCutOff() throws IOException {
        SignedToken token = sign(NOW.plusMillis(999), Instant.MAX);

        assertThat(part(token, 1).get("iat").longValue()).isEqualTo(NOW.getEpochSecond());
        assertThat(part(token, 1).get("exp").longValue())
                .isEqualTo(NOW.plus(LIFETIME).getEpochSecond());
        assertThat(token.lifetime()).isEqualTo(LIFETIME);
    }

    @Test
    void tokenDoesNotOutliveItsSession() throws IOException {
        SignedToken token = sign(NOW, NOW.plusMillis(60_999));

        assertThat(part(token, 1).get("exp").longValue())
                .isEqualTo(NOW.plusSeconds(60).getEpochSecond());
        assertThat(token.lifetime()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void sessionThatEndsWithTheTokenDoesNotShortenIt() {
        assertThat(sign(NOW, NOW.plus(LIFETIME)).lifetime()).isEqualTo(LIFETIME);
    }

    @Test
    void tokenForASessionThatIsOverHasExpired() {
        SignedToken token = sign(NOW, NOW.minusSeconds(1));

        assertThat(token.lifetime()).isZero();
        assertThat(refusal(token.text())).contains(TokenRefused.Reason.LIFETIME);
    }

    @Test
    void identityTooLargeForATokenIsRefused() {
        Set<String> roles = IntStream.range(0, 1000).mapToObj(i -> "role-" + i).collect(Collectors.toUnmodifiableSet());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> signer(LIFETIME).sign(new Identity("u-1", "alice", roles, "s-1"), NOW, Instant.MAX));
    }

    @Test
    void tokenTextDoesNotComeIntoLogs() {
        SignedToken token = sign(NOW, Instant.MAX);

        assertThat(token.toString()).doesNotContain(token.text()).contains("PT15M");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0S", "PT0.999S", "PT1.5S", "PT24H0.000000001S", "PT24H1S", "P10000D"})
    void lifetimeOutOfRangeIsRefused(Duration lifetime) {
        assertThatIllegalArgumentException().isThrownBy(() -> signer(lifetime)).withMessageContaining("PT24H");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT24H"})
    void lifetimeMayBeFromASecondToADay(Duration lifetime) {
        SignedToken token = signer(lifetime).sign(ALICE, NOW, Instant.MAX);

        assertThat(token.lifetime()).isEqualTo(lifetime);
        assertThat(refusal(token.text())).isEmpty();
    }

    @Test
    void identityHasNoEmptyParts() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Identity("", "alice", Set.of(), "s-1"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Identity("u-1", "", Set.of(), "s-1"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Identity("u-1", "alice", Set.of(""), "s-1"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Identity("u-1", "alice", Set.of(), ""));
    }

    private static SignedToken sign(Instant now, Instant notAfter) {
        return signer(LIFETIME).sign(ALICE, now, notAfter);
    }

    private static TokenSigner signer(Duration lifetime) {
        return new TokenSigner(() -> KEYS, ISSUER, AUDIENCE, lifetime);
    }

    private static JsonNode part(SignedToken token, int index) throws IOException {
        String segment = token.text().split("\\.", -1)[index];
        return new ObjectMapper().readTree(new String(Base64.getUrlDecoder().decode(segment), UTF_8));
    }
}
