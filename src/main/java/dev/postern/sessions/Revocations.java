package dev.postern.sessions;

import dev.postern.tokens.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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

    /** @param told whether the store has told of it, rather than that only this instance knows */
    private record End(Instant at, boolean told) {}

    private final SessionStore store;
    private final InstantSource clock;
    private final Map<String, End> ended = new ConcurrentHashMap<>();
    private final Map<String, SessionStore.Revocation> subjects = new ConcurrentHashMap<>();
    private volatile boolean loaded;
    private String history = "";
    private long lastSeq;

    public Revocations(SessionStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Whether all that the store has to tell was heard once: before, nobody can say whose session is over. */
    public boolean isLoaded() {
        return loaded;
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
        return ended.containsKey(sessionId);
    }

    /** Refuses a session on this instance from now on, whether or not the store can be told. */
    void add(String sessionId) {
        ended.putIfAbsent(sessionId, new End(clock.instant(), false));
    }

    /** Learns of what the store has been told since the last call. What the store throws passes through. */
    public synchronized void poll() {
        String present = store.history();
        if (!present.equals(history)) {
            endAgain();
            lastSeq = 0;
            history = present;
        }
        List<SessionStore.Revocation> news;
        do {
            news = store.revokedSince(lastSeq, PAGE);
            news.forEach(this::learn);
        } while (news.size() == PAGE);
        loaded = true;
    }

    /** Ends the sessions that a store has again which went back on what it had confirmed. */
    private void endAgain() {
        List<String> known = new ArrayList<>();
        ended.forEach((id, end) -> {
            if (end.told()) {
                known.add(id);
            }
        });
        for (int from = 0; from < known.size(); from += PAGE) {
            store.end(known.subList(from, Math.min(from + PAGE, known.size())), clock.instant());
        }
    }

    private void learn(SessionStore.Revocation news) {
        switch (news.kind()) {
            case SESSION -> ended.put(news.id(), new End(news.at(), true));
            case SUBJECT ->
                subjects.merge(news.id(), news, (old, next) -> next.before().isBefore(old.before()) ? old : next);
        }
        lastSeq = news.seq();
    }

    /** Forgets what no living token can belong to, here and in the store. */
    public void prune() {
        Instant now = clock.instant();
        Instant horizon = now.minus(RETENTION);
        ended.values().removeIf(end -> end.at().isBefore(horizon));
        subjects.values().removeIf(told -> told.at().isBefore(horizon));
        store.prune(now, horizon);
    }
}
