package dev.postern.tokens;

import static dev.postern.tokens.TokenRefused.Reason.AUDIENCE;
import static dev.postern.tokens.TokenRefused.Reason.CLAIMS;
import static dev.postern.tokens.TokenRefused.Reason.EXPIRED;
import static dev.postern.tokens.TokenRefused.Reason.FAULT;
import static dev.postern.tokens.TokenRefused.Reason.ISSUER;
import static dev.postern.tokens.TokenRefused.Reason.LIFETIME;
import static dev.postern.tokens.TokenRefused.Reason.NOT_YET_VALID;
import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Turns a token's text into the proof that it is ours and good: the checks of RFC 9068, section 4, made stricter.
 *
 * <p>Accepted is only what {@link TokenSigner} could have written, but for the order and spacing of JSON, claims of
 * other names, an {@code nbf}, and further audiences. The payload is not parsed before the signature is found good.
 * Nothing is looked up but the key; whether the session is over is for the caller to ask. Thread-safe, without locks.
 */
public final class TokenVerifier {

    private final SigningKeys keys;
    private final String issuer;
    private final String audience;
    private final Duration clockSkew;
    private final InstantSource clock;

    /**
     * @param clockSkew how far the clock that signed may be ahead of ours or behind it, up to {@link
     *     AccessToken#MAX_LIFETIME}
     * @throws IllegalArgumentException if the skew is out of range
     */
    public TokenVerifier(SigningKeys keys, String issuer, String audience, Duration clockSkew, InstantSource clock) {
        if (clockSkew.isNegative() || clockSkew.compareTo(AccessToken.MAX_LIFETIME) > 0) {
            throw new IllegalArgumentException(
                    "the clock skew is up to " + AccessToken.MAX_LIFETIME + ", not " + clockSkew);
        }
        this.keys = keys;
        this.issuer = issuer;
        this.audience = audience;
        this.clockSkew = clockSkew;
        this.clock = clock;
    }

    /**
     * Verifies a token, which is good from {@code iat - skew} on, to the second, and no longer at {@code exp + skew}.
     *
     * @throws TokenRefused if anything is wrong with it
     */
    public AccessToken verify(String token) throws TokenRefused {
        Instant now = clock.instant();
        AccessToken verified = verifyIgnoringExpiry(token, now);
        if (!now.isBefore(verified.expiresAt().plus(clockSkew))) {
            throw new TokenRefused(EXPIRED);
        }
        return verified;
    }

    /**
     * Verifies a token in everything but its age. Only for ending the session that it names: it lets nobody in.
     *
     * @throws TokenRefused if anything else is wrong with it
     */
    public AccessToken verifyIgnoringExpiry(String token) throws TokenRefused {
        return verifyIgnoringExpiry(token, clock.instant());
    }

    private AccessToken verifyIgnoringExpiry(String token, Instant now) throws TokenRefused {
        try {
            Claims claims = Claims.read(signedPayload(token));
            check(claims, now);
            return new AccessToken(claims);
        } catch (RuntimeException unforeseen) {
            // The token is anybody's text and two libraries read it: what they trip over must not pass for our failure.
            throw new TokenRefused(FAULT);
        }
    }

    private byte[] signedPayload(String token) throws TokenRefused {
        CompactJws jws = CompactJws.split(token);
        TokenKey key = keys.forHeader(jws.getHeader());
        byte[] payload = Base64Url.decode(jws.getPayload());
        // java-jwt decodes the signature itself, but takes more than one spelling of it.
        Base64Url.decode(jws.getSignature());
        key.verify(jws);
        return payload;
    }

    private void check(Claims claims, Instant now) throws TokenRefused {
        boolean persons = claims.sessionId().isPresent() && claims.username().isPresent();
        boolean clients = claims.sessionId().isEmpty()
                && claims.username().isEmpty()
                && claims.clientId().equals(claims.subject());
        if (!persons && !clients) {
            throw new TokenRefused(CLAIMS);
        }
        if (!claims.issuer().equals(issuer)) {
            throw new TokenRefused(ISSUER);
        }
        if (!claims.audience().contains(audience)) {
            throw new TokenRefused(AUDIENCE);
        }
        Duration lifetime = Duration.between(claims.issuedAt(), claims.expiresAt());
        if (lifetime.isNegative() || lifetime.compareTo(AccessToken.MAX_LIFETIME) > 0) {
            throw new TokenRefused(LIFETIME);
        }
        // Claims are whole seconds, and one may be dated to the next for those of this one to be refused.
        Instant latestStart = now.plus(clockSkew).plusNanos(999_999_999).truncatedTo(SECONDS);
        if (claims.issuedAt().isAfter(latestStart)
                || claims.notBefore().filter(latestStart::isBefore).isPresent()) {
            throw new TokenRefused(NOT_YET_VALID);
        }
    }
}
