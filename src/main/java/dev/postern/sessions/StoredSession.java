package dev.postern.sessions;

import java.time.Instant;

/**
 * A session in the store: one row, from which nobody can compute a refresh token without {@code SECRET_KEY}.
 *
 * @param id what tokens name the session by ({@code sid})
 * @param seed 128 random bits in base64url, which the MACs of the session's refresh tokens cover
 * @param generation the number of the present refresh token; the one before was used last
 * @param createdAt the login
 * @param rotatedAt when the generation last moved, or the login
 * @param expiresAt when the present refresh token expires
 * @param endsAt the absolute end, which a refresh does not extend
 * @param ip the address of the login
 * @param userAgent the {@code User-Agent} of the login, empty if it gave none
 */
public record StoredSession(
        String id,
        String userId,
        String seed,
        long generation,
        Instant createdAt,
        Instant rotatedAt,
        Instant expiresAt,
        Instant endsAt,
        String ip,
        String userAgent) {

    /** Whether the session can no longer be refreshed. */
    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
