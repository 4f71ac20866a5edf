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
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the text of a token: the checks of RFC 9068, section 4, and stricter ones.
 *
 * <p>Only tokens that {@link TokenSigner} could have written are accepted, except for the order and spacing of JSON,
 * other claims, an {@code nbf}, and further audiences. The payload is not parsed before the signature is verified. Only
 * the key is looked up; the caller must check whether the session has ended. Valid tokens are remembered, because a
 * digest is faster than verifying a signature. Thread-safe, without locks.
 */
public final class TokenVerifier {

    private final Supplier<SigningKeys> keys;
    private final String issuer;
    private final String audience;
    private final Duration clockSkew;
    private final InstantSource clock;
    private volatile @Nullable VerifiedTokens remembered;

    /**
     * A verifier of one issuer's tokens for one audience.
     *
     * @param keys the keys in force at each moment
     * @param clockSkew how far the clock that signed may be ahead of ours or behind it, up to {@link
     *     AccessToken#MAX_LIFETIME}
     * @throws IllegalArgumentException if the skew is out of range
     */
    public TokenVerifier(
            Supplier<SigningKeys> keys, String issuer, String audience, Duration clockSkew, InstantSource clock) {
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
        return judge(token, now, (jws, key, keysNow) -> {
            AccessToken verified = recall(token, jws, key, keysNow, now);
            checkStart(verified, now);
            checkExpiry(verified, now);
            return verified;
        });
    }

    /**
     * Whether {@link #verify} takes a few microseconds: under a secret, or for a token that was verified before. A
     * signature under a public key takes up to a millisecond.
     */
    public boolean isQuick(String token) {
        SigningKeys keysNow = keys.get();
        return !keysNow.hasPublicKeys() || memory(keysNow).find(VerifiedTokens.Digest.of(token)) != null;
    }

    /** The proof of a token, as {@link #verify} gives it; empty if anything is wrong with the token. */
    public Optional<AccessToken> findValid(String token) {
        try {
            return Optional.of(verify(token));
        } catch (TokenRefused refused) {
            return Optional.empty();
        }
    }

    /**
     * Verifies everything except the age. Only for ending the session that the token names.
     *
     * @throws TokenRefused if anything else is wrong with it
     */
    public AccessToken verifyIgnoringExpiry(String token) throws TokenRefused {
        Instant now = clock.instant();
        return judge(token, now, (jws, key, keysNow) -> {
            AccessToken verified = read(jws, key);
            checkStart(verified, now);
            return verified;
        });
    }

    private interface Judgement {
        AccessToken of(CompactJws jws, TokenKey key, SigningKeys keysNow) throws TokenRefused;
    }

    private AccessToken judge(String token, Instant now, Judgement judgement) throws TokenRefused {
        SigningKeys keysNow = keys.get();
        try {
            CompactJws jws = CompactJws.split(token);
            return judgement.of(jws, keysNow.forHeader(jws.getHeader(), now), keysNow);
        } catch (RuntimeException unforeseen) {
            // Two libraries read untrusted text: their unexpected exceptions must count as a refused token.
            throw new TokenRefused(FAULT);
        }
    }

    /** The remembered result for this token, or a new one, which is remembered if the token is valid. */
    private AccessToken recall(String token, CompactJws jws, TokenKey key, SigningKeys keysNow, Instant now)
            throws TokenRefused {
        VerifiedTokens memory = memory(keysNow);
        VerifiedTokens.Digest digest = VerifiedTokens.Digest.of(token);
        AccessToken known = memory.find(digest);
        if (known != null) {
            return known;
        }
        AccessToken verified = read(jws, key);
        checkExpiry(verified, now);
        memory.put(digest, verified);
        return verified;
    }

    /** With other keys, everything is verified again: the key of a token may have been removed. */
    private VerifiedTokens memory(SigningKeys keysNow) {
        VerifiedTokens memory = remembered;
        if (memory == null || memory.keys() != keysNow) {
            memory = new VerifiedTokens(keysNow);
            remembered = memory;
        }
        return memory;
    }

    /** All that does not depend on the time. */
    private AccessToken read(CompactJws jws, TokenKey key) throws TokenRefused {
        byte[] payload = CompactJws.decode(jws.getPayload());
        // java-jwt decodes the signature itself, but takes more than one spelling of it.
        CompactJws.decode(jws.getSignature());
        key.verify(jws);
        Claims claims = Claims.read(payload);
        check(claims);
        return new AccessToken(claims);
    }

    private void check(Claims claims) throws TokenRefused {
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
    }

    private void checkExpiry(AccessToken token, Instant now) throws TokenRefused {
        if (!now.isBefore(token.expiresAt().plus(clockSkew))) {
            throw new TokenRefused(EXPIRED);
        }
    }

    private void checkStart(AccessToken token, Instant now) throws TokenRefused {
        // Claims are whole seconds, and one may be dated to the next for those of this one to be refused.
        Instant latestStart = now.plus(clockSkew).plusNanos(999_999_999).truncatedTo(SECONDS);
        if (token.issuedAt().isAfter(latestStart)
                || token.notBefore().filter(latestStart::isBefore).isPresent()) {
            throw new TokenRefused(NOT_YET_VALID);
        }
    }
}
