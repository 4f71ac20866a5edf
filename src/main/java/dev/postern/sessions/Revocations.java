package dev.postern.sessions;

import dev.postern.tokens.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions that ended lately, in memory, so that the gate refuses their unexpired access tokens without asking the
 * store. Kept for as long as any access token can live, whatever lifetime is set now or was set before. Safe for use by
 * many threads; {@link #poll} by one at a time.
 */
public final class Revocations {
    /** The longest life of an access token, and the largest clock skew that may be allowed on top of it. */
    private static final Duration RETENTION = AccessToken.MAX_LIFETIME.plus(Duration.ofMinutes(5));

    private static final int PAGE = 1_000;

    private final SessionStore store;
    private final InstantSource clock;
    private final Map<String, Instant> endedAt = new ConcurrentHashMap<>();
    private long lastSeq;

    public Revocations(SessionStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    public boolean isEnded(String sessionId) {
        return endedAt.containsKey(sessionId);
    }

    /** Refuses a session on this instance from now on, whether or not the store can be told. */
    void add(String sessionId) {
        endedAt.put(sessionId, clock.instant());
    }

    /** Learns of the ends that the store has been told since the last call. What the store throws passes through. */
    public void poll() {
        List<SessionStore.Ended> news;
        do {
            news = store.endedSince(lastSeq, PAGE);
            for (SessionStore.Ended ended : news) {
                endedAt.putIfAbsent(ended.sessionId(), ended.endedAt());
                lastSeq = ended.seq();
            }
        } while (news.size() == PAGE);
    }

    /** Forgets what no living token can belong to, here and in the store. */
    public void prune() {
        Instant now = clock.instant();
        Instant horizon = now.minus(RETENTION);
        endedAt.values().removeIf(ended -> ended.isBefore(horizon));
        store.prune(now, horizon);
    }
}
