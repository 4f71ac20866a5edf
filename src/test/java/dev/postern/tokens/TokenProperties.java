package dev.postern.tokens;

import static dev.postern.Fuzzing.require;
import static dev.postern.tokens.TokenRefused.Reason.EXPIRED;
import static dev.postern.tokens.TokenRefused.Reason.FAULT;
import static dev.postern.tokens.TokenRefused.Reason.NOT_YET_VALID;

import java.util.Optional;

/** What holds of every text that is given to a verifier, whoever made it. */
final class TokenProperties {
    private interface Check {
        AccessToken of(String token) throws TokenRefused;
    }

    private TokenProperties() {}

    /** Why the verifier refuses the token; empty if it does not. Fails if it should have done something else. */
    static Optional<TokenRefused.Reason> check(TokenVerifier verifier, String token) {
        Optional<TokenRefused.Reason> refusal = outcome(token, text -> unexpired(verifier.verify(text)));
        // A good token is remembered from the first time on.
        require(refusal.equals(outcome(token, verifier::verify)), "the same answer again");
        Optional<TokenRefused.Reason> ageless = outcome(token, verifier::verifyIgnoringExpiry);
        require(
                refusal.equals(Optional.of(EXPIRED))
                        ? ageless.isEmpty() || ageless.equals(Optional.of(NOT_YET_VALID))
                        : ageless.equals(refusal),
                "the same answer but for the age");
        return refusal;
    }

    private static AccessToken unexpired(AccessToken token) {
        require(HandMade.NOW.isBefore(token.expiresAt().plus(HandMade.SKEW)), "not expired");
        return token;
    }

    private static Optional<TokenRefused.Reason> outcome(String token, Check check) {
        try {
            StrictReading.check(token, check.of(token));
            return Optional.empty();
        } catch (TokenRefused refused) {
            require(refused.reason() != FAULT, "a reason that was foreseen");
            return Optional.of(refused.reason());
        }
    }
}
