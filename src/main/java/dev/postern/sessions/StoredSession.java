package dev.postern.sessions;

import dev.postern.crypto.RandomText;
import dev.postern.users.User;
import java.time.Instant;

/**
 * A session in the store: one row, from which nobody can compute a refresh token or a cookie without {@code SECRET_KEY}.
 *
 * @param id what tokens name the session by ({@code sid})
 * @param seed 128 random bits in base64url, which the MACs of the session's refresh tokens and cookies cover
 * @param generation the number of the present refresh token; the one before was used last
 * @param createdAt the login
 * @param rotatedAt when the generation last moved, when a browser last used the session, or the login
 * @param expiresAt when the present refresh token expires, or the cookie
 * @param endsAt the absolute end, which no use extends
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
        String userAgent,
        SessionKind kind) {

    /** A new session of a user who has just authenticated. */
    static StoredSession begin(
            User user, SessionKind kind, SessionLimits limits, Instant now, String ip, String userAgent) {
        Instant end = now.plus(limits.lifetime());
        return new StoredSession(
                RandomText.id(),
                user.id(),
                RandomText.id(),
                0,
                now,
                now,
                limits.expiry(kind, now, end),
                end,
                ip,
                userAgent,
                kind);
    }

    /** Whether the session can no longer be continued. */
    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
