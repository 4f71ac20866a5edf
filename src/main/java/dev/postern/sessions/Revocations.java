package dev.postern.sessions;

import dev.postern.tokens.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions that ended lately, and the users whose roles changed, in memory, so that the gate refuses unexpired access
 * tokens without asking the store. Kept for as long as any access token can live, whatever lifetime is set now or was set
 * before. Safe for use by many threads.
 */
public final class Revocations {
    /** The longest life of an access token, and the largest clock skew that may be allowed on top of it. */
    private static final Duration RETENTION = AccessToken.MAX_LIFETIME.plus(Duration.ofMinutes(5));

    private static final int PAGE = 1_000;

    private final SessionStore store;
    private final InstantSource clock;
    private final Map<String, Instant> endedAt = new ConcurrentHashMap<>();
    private final Map<String, SessionStore.Revocation> subjects = new ConcurrentHashMap<>();
    private long lastSeq;

    public Revocations(SessionStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Whether a verified token is to be refused all the same. */
    public boolean covers(AccessToken token) {
        if (isEnded(token.sessionId())) {
            return true;
        }
        SessionStore.Revocation told = subjects.get(token.subject());
        return told != null && token.issuedAt().isBefore(told.before());
    }

    public boolean isEnded(String sessionId) {
        return endedAt.containsKey(sessionId);
    }

    /** Refuses a session on this instance from now on, whether or not the store can be told. */
    void add(String sessionId) {
        endedAt.put(sessionId, clock.instant());
    }

    /** Learns of what the store has been told since the last call. What the store throws passes through. */
    public synchronized void poll() {
        List<SessionStore.Revocation> news;
        do {
            news = store.revokedSince(lastSeq, PAGE);
            news.forEach(this::learn);
        } while (news.size() == PAGE);
    }

    private void learn(SessionStore.Revocation told) {
        switch (told.kind()) {
            case SESSION -> endedAt.putIfAbsent(told.id(), told.at());
            case SUBJECT ->
                subjects.merge(told.id(), told, (old, next) -> next.before().isBefore(old.before()) ? old : next);
        }
        lastSeq = told.seq();
    }

    /** Forgets what no living token can belong to, here and in the store. */
    public void prune() {
        Instant now = clock.instant();
        Instant horizon = now.minus(RETENTION);
        endedAt.values().removeIf(ended -> ended.isBefore(horizon));
        subjects.values().removeIf(told -> told.at().isBefore(horizon));
        store.prune(now, horizon);
    }
}
