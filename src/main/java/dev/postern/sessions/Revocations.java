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
 * The recently ended sessions, and the users whose roles changed, in memory. So the gate refuses unexpired access
 * tokens without asking the store. Kept as long as any access token can be valid under any settings. Thread-safe.
 */
public final class Revocations {
    /** The largest clock skew that may be allowed for. */
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);

    /** The longest lifetime of an access token, plus the clock skew. */
    private static final Duration RETENTION = AccessToken.MAX_LIFETIME.plus(MAX_SKEW);

    /**
     * How long expired sessions stay in the store: after an outage, the uses during it are still to be recorded, and
     * other instances' clocks may be behind.
     */
    private static final Duration LATE = Duration.ofHours(1);

    private static final int PAGE = 1_000;

    /**
     * The end of a session, or of a client's token.
     *
     * @param until when no token is affected any more
     * @param stored whether it was read from the store, rather than known only to this instance
     * @param token whether it is known to be a client's token
     */
    private record End(Instant until, boolean stored, boolean token) {}

    private final SessionStore store;
    private final InstantSource clock;
    private final Map<String, End> ended = new ConcurrentHashMap<>();
    private final Map<String, Revocation.OfSubject> subjects = new ConcurrentHashMap<>();
    private volatile boolean loaded;
    private int history = -1;
    private long lastSeq;
    private volatile Position position = new Position(0, 0);
    private volatile Runnable listener = () -> {};

    public Revocations(SessionStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Whether all revocations were read once; before, no request can be judged. */
    public boolean isLoaded() {
        return loaded;
    }

    /** Whether a verified token was revoked. */
    public boolean covers(AccessToken token) {
        if (isEnded(token.isClients() ? token.id() : token.sessionId())) {
            return true;
        }
        return isOutdated(token.subject(), token.issuedAt());
    }

    /** Whether the roles of a user or a client have changed since an instant. */
    public boolean isOutdated(String subject, Instant since) {
        Revocation.OfSubject revocation = subjects.get(subject);
        return revocation != null && since.isBefore(revocation.issuedBefore());
    }

    /** Whether a session has ended, or a client's token was revoked. */
    public boolean isEnded(String id) {
        return ended.containsKey(id);
    }

    /** How many ended sessions and revoked tokens are remembered. */
    public int endedCount() {
        return ended.size();
    }

    /** Whether it was read from the store, rather than known only to this instance. */
    boolean isStored(String id) {
        End end = ended.get(id);
        return end != null && end.stored();
    }

    /** Refuses a session, or a client's token, on this instance from now on, even if the store is away. */
    void add(String id) {
        ended.putIfAbsent(id, new End(clock.instant().plus(RETENTION), false, false));
    }

    /** The position up to which the store was read. */
    Position position() {
        return position;
    }

    /** Sets the listener for new revocations. It is called on the polling thread, and must return at once. */
    void onChange(Runnable changed) {
        listener = changed;
    }

    /**
     * Reads the revocations since the last call. Exceptions of the store are passed on.
     *
     * @param present the number of the store's history, 0 to 8191: see {@link Position}. It changes if the store lost confirmed changes, for
     *     example if a standby that lagged was promoted: then sequence numbers may be used again
     */
    public synchronized void poll(int present) {
        if (present != history || hasGoneBack()) {
            endAgain();
            lastSeq = 0;
            history = present;
        }
        List<Revocation> page;
        do {
            page = store.revokedSince(lastSeq, PAGE);
            page.forEach(this::learn);
        } while (page.size() == PAGE);
        loaded = true;
        note(new Position(history, lastSeq));
    }

    /** Whether the store lost the last number, which it never deletes: then a backup was restored. */
    private boolean hasGoneBack() {
        return lastSeq > 0 && store.revokedSince(lastSeq - 1, 1).isEmpty();
    }

    private void note(Position reached) {
        if (!reached.equals(position)) {
            position = reached;
            listener.run();
        }
    }

    /** Ends sessions and revokes tokens again after the store lost confirmed changes. */
    private void endAgain() {
        List<String> known = new ArrayList<>();
        ended.forEach((id, end) -> {
            if (end.token()) {
                store.revokeToken(id, end.until().minus(MAX_SKEW), clock.instant());
            } else if (end.stored()) {
                known.add(id);
            }
        });
        for (int from = 0; from < known.size(); from += PAGE) {
            store.end(known.subList(from, Math.min(from + PAGE, known.size())), clock.instant());
        }
    }

    /** Refuses at once what this instance has just committed; the numbers come with the next poll. */
    public void learnOwn(List<Revocation> made) {
        for (Revocation own : made) {
            if (own instanceof Revocation.OfSubject subject) {
                learnSubject(subject);
            } else {
                add(own.id());
            }
        }
    }

    private void learn(Revocation revocation) {
        if (revocation instanceof Revocation.OfSubject subject) {
            learnSubject(subject);
        } else {
            ended.put(revocation.id(), new End(endOf(revocation), true, revocation instanceof Revocation.OfToken));
        }
        lastSeq = revocation.seq();
    }

    /** The latest date counts, except one from a clock that was far ahead: a later entry corrects it. */
    private void learnSubject(Revocation.OfSubject next) {
        Instant latest = clock.instant().plus(Users.MOST_AHEAD);
        subjects.merge(
                next.id(),
                next,
                (old, newer) -> newer.issuedBefore().isBefore(old.issuedBefore())
                                && !old.issuedBefore().isAfter(latest)
                        ? old
                        : newer);
    }

    /** Deletes what affects no valid token, here and in the store. */
    public void prune() {
        Instant now = clock.instant();
        ended.values().removeIf(end -> end.until().isBefore(now));
        subjects.values().removeIf(revocation -> endOf(revocation).isBefore(now));
        store.prune(now.minus(LATE), now.minus(RETENTION), now.minus(MAX_SKEW));
    }

    /** When no living token can be concerned any more. */
    static Instant endOf(Revocation revocation) {
        return revocation instanceof Revocation.OfToken token
                ? token.expiresAt().plus(MAX_SKEW)
                : revocation.at().plus(RETENTION);
    }
}
