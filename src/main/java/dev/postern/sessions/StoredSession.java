package dev.postern.sessions;

import java.time.Instant;

/**
 * A session as the store keeps it: one row, which no refresh token can be made from without {@code SECRET_KEY}.
 *
 * @param id what tokens name the session by ({@code sid})
 * @param seed 128 random bits in base64url, which the MACs of the session's refresh tokens cover
 * @param generation the number of the refresh token that is good now; the one before is the last spent
 * @param createdAt the login
 * @param rotatedAt when the generation last moved, or the login
 * @param expiresAt when the refresh token in hand lapses
 * @param endsAt the absolute end, which no refresh puts off
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
