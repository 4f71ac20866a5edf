package dev.postern.tokens;

import static dev.postern.tokens.HandMade.AUDIENCE;
import static dev.postern.tokens.HandMade.HEADER;
import static dev.postern.tokens.HandMade.ISSUER;
import static dev.postern.tokens.HandMade.KEYS;
import static dev.postern.tokens.HandMade.KEY_ID;
import static dev.postern.tokens.HandMade.NOW;
import static dev.postern.tokens.HandMade.OTHER_SECRET;
import static dev.postern.tokens.HandMade.PAYLOAD;
import static dev.postern.tokens.HandMade.SECRET;
import static dev.postern.tokens.HandMade.SKEW;
import static dev.postern.tokens.HandMade.refusal;
import static dev.postern.tokens.HandMade.token;
import static dev.postern.tokens.HandMade.valid;
import static dev.postern.tokens.HandMade.verifier;
import static dev.postern.tokens.HandMade.verifierAt;
import static dev.postern.tokens.HandMade.with;
import static dev.postern.tokens.TokenRefused.Reason.EXPIRED;
import static dev.postern.tokens.TokenRefused.Reason.LIFETIME;
import static dev.postern.tokens.TokenRefused.Reason.MALFORMED;
import static dev.postern.tokens.TokenRefused.Reason.NOT_YET_VALID;
import static dev.postern.tokens.TokenRefused.Reason.SIGNATURE;
import static dev.postern.tokens.TokenRefused.Reason.UNKNOWN_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {

    private static final Instant ISSUED = NOW;
    private static final Instant EXPIRES = NOW.plusSeconds(900);

    @Test
    void tokenWithTheContractsClaimsIsAccepted() throws TokenRefused {
        AccessToken token = verifier().verify(valid());

        assertThat(token.subject()).isEqualTo("u-1");
        assertThat(token.username()).isEqualTo("alice");
        assertThat(token.roles()).containsExactlyInAnyOrder("admin", "staff");
        assertThat(token.sessionId()).isEqualTo("s-1");
        assertThat(token.clientId()).isEqualTo("login");
        assertThat(token.id()).isEqualTo("t-1");
        assertThat(token.issuedAt()).isEqualTo(ISSUED);
        assertThat(token.expiresAt()).isEqualTo(EXPIRES);
    }

    static Stream<Named<String>> acceptable() {
        return Stream.of(
                Named.of(
                        "members in another order",
                        token("{\"kid\":\"" + KEY_ID + "\",\"typ\":\"at+jwt\",\"alg\":\"HS256\"}", PAYLOAD)),
                Named.of(
                        "white space in JSON", token(" " + HEADER.replace(",", " ,\n"), PAYLOAD.replace(":1", ":\t1"))),
                Named.of(
                        "escapes in JSON",
                        token(HEADER.replace("jwt", "\\u006awt"), PAYLOAD.replace("alice", "\\u0061lice"))),
                Named.of("a pair of surrogates in escapes", token(HEADER, with("username", "\"\\ud83d\\ude00\""))),
                Named.of("letters outside ASCII", token(HEADER, with("username", "\"zoë\""))),
                Named.of("several audiences", token(HEADER, with("aud", "[\"other\",\"postern\"]"))),
                Named.of("no roles", token(HEADER, with("roles", "[]"))),
                Named.of("the same role twice", token(HEADER, with("roles", "[\"a\",\"a\"]"))),
                Named.of("a claim of another name", token(HEADER, with("scope", "{\"a\":[1.5,null,{\"b\":true}]}"))),
                Named.of("a huge number in a claim of another name", token(HEADER, with("n", "9".repeat(100)))),
                Named.of("eight levels of JSON", token(HEADER, with("x", "[".repeat(7) + "]".repeat(7)))),
                Named.of("nbf in the past", token(HEADER, with("nbf", "1799999999"))));
    }

    @ParameterizedTest
    @MethodSource("acceptable")
    void otherSpellingsOfTheSameAreAccepted(String token) {
        assertThat(refusal(token)).isEmpty();
    }

    @Test
    void tokenOf8192CharactersIsAcceptedAndALongerOneIsNot() {
        String longest = token(HEADER, with("x", "\"" + "y".repeat(5868) + "\""));
        String longer = token(HEADER, with("x", "\"" + "y".repeat(5869) + "\""));

        assertThat(longest).hasSize(8192);
        assertThat(refusal(longest)).isEmpty();
        assertThat(longer).hasSize(8193);
        assertThat(refusal(longer)).contains(MALFORMED);
    }

    @Test
    void tokenIsGoodUntilTheSkewAfterItsExpiry() {
        assertThat(refusal(verifierAt(EXPIRES.plus(SKEW).minusNanos(1)), valid()))
                .isEmpty();
        assertThat(refusal(verifierAt(EXPIRES.plus(SKEW)), valid())).contains(EXPIRED);
    }

    @Test
    void withoutSkewTokenIsGoodUntilItsExpiry() {
        assertThat(refusal(verifierWithoutSkew(EXPIRES.minusNanos(1)), valid())).isEmpty();
        assertThat(refusal(verifierWithoutSkew(EXPIRES), valid())).contains(EXPIRED);
    }

    @Test
    void tokenIsGoodFromTheSkewBeforeItsIssue() {
        assertThat(refusal(verifierAt(ISSUED.minus(SKEW).minusNanos(999_999_999)), valid()))
                .isEmpty();
        assertThat(refusal(verifierAt(ISSUED.minus(SKEW).minusSeconds(1)), valid()))
                .contains(NOT_YET_VALID);
    }

    @Test
    void tokenIsGoodFromTheSkewBeforeItsNotBefore() {
        String token = token(HEADER, with("nbf", "1800000100"));
        Instant notBefore = ISSUED.plusSeconds(100);

        assertThat(refusal(verifierAt(notBefore.minus(SKEW)), token)).isEmpty();
        assertThat(refusal(verifierAt(notBefore.minus(SKEW).minusSeconds(1)), token))
                .contains(NOT_YET_VALID);
    }

    @Test
    void tokenOfMoreThanADayIsRefused() {
        assertThat(refusal(token(HEADER, with("exp", "1800086400")))).isEmpty();
        assertThat(refusal(token(HEADER, with("exp", "1800086401")))).contains(LIFETIME);
    }

    @Test
    void tokenThatEndsBeforeItBeginsIsRefused() {
        assertThat(refusal(token(HEADER, with("exp", "1800000000")))).isEmpty();
        assertThat(refusal(token(HEADER, with("exp", "1799999999")))).contains(LIFETIME);
    }

    @Test
    void expiredTokenServesToEndItsSession() throws TokenRefused {
        TokenVerifier muchLater = verifierAt(EXPIRES.plus(Duration.ofDays(400)));

        assertThat(muchLater.verifyIgnoringExpiry(valid()).sessionId()).isEqualTo("s-1");
    }

    @Test
    void nothingButExpiryIsIgnored() {
        assertThat(refusalIgnoringExpiry(token(HEADER, with("exp", "1800086401"))))
                .contains(LIFETIME);
        assertThat(refusalIgnoringExpiry(token(HEADER, with("iat", "1800000031"))))
                .contains(NOT_YET_VALID);
        assertThat(refusalIgnoringExpiry(token(HEADER, with("nbf", "1800000031"))))
                .contains(NOT_YET_VALID);
        assertThat(refusalIgnoringExpiry(valid() + ".")).contains(MALFORMED);
        assertThat(refusalIgnoringExpiry(valid() + "A")).contains(SIGNATURE);
    }

    @Test
    void previousKeyIsAcceptedAndForgottenWhenItIsGone() {
        TokenVerifier before = verifierWith(SigningKeys.ofSecrets(TokenAlgorithm.HS256, SECRET, Optional.empty()));
        TokenVerifier during =
                verifierWith(SigningKeys.ofSecrets(TokenAlgorithm.HS256, OTHER_SECRET, Optional.of(SECRET)));
        TokenVerifier after = verifierWith(SigningKeys.ofSecrets(TokenAlgorithm.HS256, OTHER_SECRET, Optional.empty()));

        assertThat(refusal(before, valid())).isEmpty();
        assertThat(refusal(during, valid())).isEmpty();
        assertThat(refusal(after, valid())).contains(UNKNOWN_KEY);
    }

    @Test
    void keyIdOfOneKeyWithTheSignatureOfAnotherIsRefused() {
        TokenVerifier both =
                verifierWith(SigningKeys.ofSecrets(TokenAlgorithm.HS256, SECRET, Optional.of(OTHER_SECRET)));
        String unsigned = valid().substring(0, valid().lastIndexOf('.'));

        assertThat(refusal(both, HandMade.signed(unsigned, OTHER_SECRET))).contains(SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not a token", "<script>alert(1)</script>.e30.AAAA"})
    void refusalHoldsNothingOfTheTokenAndNoStackTrace(String token) {
        TokenRefused refused =
                catchThrowableOfType(TokenRefused.class, () -> verifier().verify(token));

        assertThat(refused).hasMessage("MALFORMED").hasNoCause();
        assertThat(refused.getStackTrace()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-0.000000001S", "PT24H0.000000001S"})
    void skewOutOfRangeIsRefused(Duration skew) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenVerifier(() -> KEYS, ISSUER, AUDIENCE, skew, InstantSource.fixed(NOW)))
                .withMessageContaining("PT24H");
    }

    private static TokenVerifier verifierWith(SigningKeys keys) {
        return new TokenVerifier(() -> keys, ISSUER, AUDIENCE, SKEW, InstantSource.fixed(NOW));
    }

    private static TokenVerifier verifierWithoutSkew(Instant now) {
        return new TokenVerifier(() -> KEYS, ISSUER, AUDIENCE, Duration.ZERO, InstantSource.fixed(now));
    }

    private static Optional<TokenRefused.Reason> refusalIgnoringExpiry(String token) {
        try {
            verifier().verifyIgnoringExpiry(token);
            return Optional.empty();
        } catch (TokenRefused refused) {
            return Optional.of(refused.reason());
        }
    }
}
