package dev.postern.sessions;

import dev.postern.tokens.AccessToken;
import dev.postern.users.Users;
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
    /** The largest clock skew that may be allowed for. */
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);

    /** The longest life of an access token, and the skew on top of it. */
    private static final Duration RETENTION = AccessToken.MAX_LIFETIME.plus(MAX_SKEW);

    private static final int PAGE = 1_000;

    /**
     * The end of a session, or of a client's token.
     *
     * @param until when no token can be concerned any more
     * @param told whether the store has told of it, rather than that only this instance knows
     * @param token whether it is known to be a client's token
     */
    private record End(Instant until, boolean told, boolean token) {}

    private final SessionStore store;
    private final InstantSource clock;
    private final Map<String, End> ended = new ConcurrentHashMap<>();
    private final Map<String, SessionStore.Revocation> subjects = new ConcurrentHashMap<>();
    private volatile boolean loaded;
    private int history = -1;
    private long lastSeq;
    private volatile Position position = new Position(0, 0);
    private volatile Runnable listener = () -> {};

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
        if (isEnded(token.isClients() ? token.id() : token.sessionId())) {
            return true;
        }
        SessionStore.Revocation told = subjects.get(token.subject());
        return told != null && token.issuedAt().isBefore(told.before());
    }

    /** Whether a session is over, or a client's token revoked. */
    public boolean isEnded(String id) {
        return ended.containsKey(id);
    }

    /** Whether the store has told of it, rather than that only this instance knows. */
    boolean isTold(String id) {
        End end = ended.get(id);
        return end != null && end.told();
    }

    /** Refuses a session, or a client's token, on this instance from now on, whether or not the store can be told. */
    void add(String id) {
        ended.putIfAbsent(id, new End(clock.instant().plus(RETENTION), false, false));
    }

    /** Up to where the store has been heard. */
    Position position() {
        return position;
    }

    /** Lets one listener know, each time, that more was heard; on the thread that hears it, which must go on at once. */
    void onNews(Runnable told) {
        listener = told;
    }

    /** Learns of what the store has been told since the last call. What the store throws passes through. */
    public synchronized void poll() {
        int present = store.history();
        if (present != history || hasGoneBack()) {
            endAgain();
            lastSeq = 0;
            history = present;
        }
        List<SessionStore.Revocation> told;
        do {
            told = store.revokedSince(lastSeq, PAGE);
            told.forEach(this::learn);
        } while (told.size() == PAGE);
        loaded = true;
        note(new Position(history, lastSeq));
    }

    /** Whether the store has lost the last number that it told, which it never forgets: a backup was put in its place. */
    private boolean hasGoneBack() {
        return lastSeq > 0 && store.revokedSince(lastSeq - 1, 1).isEmpty();
    }

    private void note(Position reached) {
        if (!reached.equals(position)) {
            position = reached;
            listener.run();
        }
    }

    /** Ends the sessions, and revokes the tokens, that a store has again which went back on what it had confirmed. */
    private void endAgain() {
        List<String> known = new ArrayList<>();
        ended.forEach((id, end) -> {
            if (end.token()) {
                store.revokeToken(id, end.until().minus(MAX_SKEW), clock.instant());
            } else if (end.told()) {
                known.add(id);
            }
        });
        for (int from = 0; from < known.size(); from += PAGE) {
            store.end(known.subList(from, Math.min(from + PAGE, known.size())), clock.instant());
        }
    }

    /** Refuses at once what this instance has just had the store told; its number comes with the next poll. */
    public void learnOwn(List<SessionStore.Revocation> made) {
        for (SessionStore.Revocation own : made) {
            switch (own.kind()) {
                case SESSION, TOKEN -> add(own.id());
                case SUBJECT -> learnSubject(own);
            }
        }
    }

    private void learn(SessionStore.Revocation news) {
        switch (news.kind()) {
            case SESSION -> ended.put(news.id(), new End(endOf(news), true, false));
            case TOKEN -> ended.put(news.id(), new End(endOf(news), true, true));
            case SUBJECT -> learnSubject(news);
        }
        lastSeq = news.seq();
    }

    /** The latest date counts, but for one that a clock set far ahead has given: what comes after it sets it right. */
    private void learnSubject(SessionStore.Revocation next) {
        Instant latest = clock.instant().plus(Users.MOST_AHEAD);
        subjects.merge(
                next.id(),
                next,
                (old, newer) ->
                        newer.before().isBefore(old.before()) && !old.before().isAfter(latest) ? old : newer);
    }

    /** Forgets what no living token can belong to, here and in the store. */
    public void prune() {
        Instant now = clock.instant();
        ended.values().removeIf(end -> end.until().isBefore(now));
        subjects.values().removeIf(told -> endOf(told).isBefore(now));
        store.prune(now, now.minus(RETENTION), now.minus(MAX_SKEW));
    }

    /** When no living token can be concerned any more. */
    static Instant endOf(SessionStore.Revocation told) {
        return told.kind() == SessionStore.Revocation.Kind.TOKEN
                ? told.before().plus(MAX_SKEW)
                : told.at().plus(RETENTION);
    }
}
