package dev.postern.sessions;

import java.time.Instant;

/** A session, as its owner may see it. */
public record Session(
        String id,
        String userId,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        String ip,
        String userAgent) {

    public static Session of(StoredSession stored) {
        return new Session(
                stored.id(),
                stored.userId(),
                stored.createdAt(),
                stored.rotatedAt(),
                stored.expiresAt(),
                stored.ip(),
                stored.userAgent());
    }
}
