package dev.postern.tokens;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The proof that a token was verified: only {@link TokenVerifier} creates one. Code that has one must only check what
 * the person may do, and whether the session has ended.
 *
 * <p>Immutable and thread-safe.
 */
public final class AccessToken {

    /** The longest time from {@code iat} to {@code exp} that is signed or accepted. */
    public static final Duration MAX_LIFETIME = Duration.ofHours(24);

    /** The most characters that a token has, in compact form. */
    static final int MAX_LENGTH = 8192;

    private final Claims claims;

    AccessToken(Claims claims) {
        this.claims = claims;
    }

    /** The user's id, or the client's ({@code sub}). */
    public String subject() {
        return claims.subject();
    }

    /** The person's name; empty for a client's token. */
    public String username() {
        return claims.username().orElse("");
    }

    /** Whether a client was issued the token for itself, so that it belongs to no person and to no session. */
    public boolean isClients() {
        return claims.sessionId().isEmpty();
    }

    /** The person's roles, or the client's, when the token was signed; immutable. */
    public Set<String> roles() {
        return claims.roles();
    }

    /** The session that the token belongs to ({@code sid}); empty for a client's token. */
    public String sessionId() {
        return claims.sessionId().orElse("");
    }

    /** The client that the token was issued to ({@code client_id}, RFC 9068, section 2.2). */
    public String clientId() {
        return claims.clientId();
    }

    /** The token's own id ({@code jti}). */
    public String id() {
        return claims.id();
    }

    /** In whole seconds, up to the clock skew ahead of the verifier's clock. */
    public Instant issuedAt() {
        return claims.issuedAt();
    }

    /** In whole seconds; the verifier accepts the token from the clock skew before. */
    Optional<Instant> notBefore() {
        return claims.notBefore();
    }

    /** Who issued the token ({@code iss}). */
    public String issuer() {
        return claims.issuer();
    }

    /** Whom the token is for ({@code aud}). */
    public List<String> audience() {
        return claims.audience();
    }

    /** In whole seconds; the verifier accepts the token for the clock skew longer. */
    public Instant expiresAt() {
        return claims.expiresAt();
    }
}
