package dev.postern.sessions;

import dev.postern.users.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * Opens sessions of browsers, and finds them by their cookies.
 *
 * <p>A session that this instance knows costs no look-up: {@link Revocations} says when it has ended or its user's roles
 * have changed. The store learns of uses, and is read again, at most once a minute per session, on a background thread
 * ({@link #recordUses}). So known sessions go on while the store is away. A forged cookie costs no look-up and displaces
 * nothing; one of a session that is gone costs one a minute. Thread-safe, also for many instances on one store.
 * Exceptions of the store are passed on.
 */
public final class BrowserSessions {
    private static final int MOST_KNOWN = 50_000;
    private static final int MOST_GONE = 10_000;
    private static final int BATCH = 500;

    /** Shorter than {@link Revocations} keeps the end of a session. */
    private static final Duration KNOWN_FOR = Duration.ofHours(12);

    private static final Duration GONE_FOR = Duration.ofMinutes(1);

    /** Why a browser has no session. */
    public enum Missing {
        /** The value is no cookie of this server and host. */
        UNKNOWN,
        /** Somebody has ended the session. */
        ENDED,
        /** The session was unused for too long, or has reached its end. */
        EXPIRED
    }

    private final SessionStore store;
    private final SessionCookies cookies;
    private final Revocations revocations;
    private final SessionLimits limits;
    private final InstantSource clock;
    private final Map<String, KnownBrowserSession> known = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> used = new ConcurrentLinkedQueue<>();

    /** When a look-up found no session. */
    private final Map<String, Instant> gone = new ConcurrentHashMap<>();

    /** A page loads many things at once, and one look-up serves them all. */
    private final Object[] lookUps = Stream.generate(Object::new).limit(64).toArray();

    public BrowserSessions(
            SessionStore store,
            SessionCookies cookies,
            Revocations revocations,
            SessionLimits limits,
            InstantSource clock) {
        this.store = store;
        this.cookies = cookies;
        this.revocations = revocations;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Opens a session for a user who has just authenticated; empty if the account was disabled, or its password was
     * changed, since the user was read.
     *
     * @param kept whether the browser shall keep the cookie when it closes
     * @param scope the host that the cookie is for, or the domain whose hosts share it
     */
    public Optional<OpenedBrowserSession> open(User user, boolean kept, String scope, String ip, String userAgent) {
        Instant now = now();
        SessionKind kind = kept ? SessionKind.BROWSER_KEPT : SessionKind.BROWSER;
        StoredSession row = StoredSession.begin(user, kind, limits, now, ip, userAgent);
        return store.open(row, user.credentials(), limits.maxPerUser()).map(opened -> {
            opened.displaced().forEach(revocations::add);
            KnownBrowserSession session = remember(new SessionStore.Owned(row, opened.user()), now);
            return new OpenedBrowserSession(cookie(session, scope), opened.displaced());
        });
    }

    /** The cookie of a session for another host; empty if the session is over. */
    public Optional<IssuedCookie> cookie(String sessionId, String scope) {
        Instant now = now();
        return open(sessionId, now).map(session -> cookie(session, scope));
    }

    private IssuedCookie cookie(KnownBrowserSession session, String scope) {
        return new IssuedCookie(session.session(), cookies.make(session.row(), scope));
    }

    /**
     * The session of a cookie; empty if the value was never issued for this scope, or the session is over.
     */
    public Optional<BrowserSession> find(String value, String scope) {
        Instant now = now();
        return use(known(value, scope, now).or(() -> verify(value, scope, now)), now);
    }

    /** The same without asking the store; empty if it would have to be asked. */
    public Optional<BrowserSession> findKnown(String value, String scope) {
        Instant now = now();
        return use(known(value, scope, now), now);
    }

    /** The session with this ID, if it is open; this is no use of it. Asks the store if it is not known. */
    public Optional<BrowserSession> findOpen(String id) {
        Instant now = now();
        return open(id, now).map(KnownBrowserSession::session);
    }

    /** How many sessions are known, so that their cookies cost no look-up. */
    public int knownCount() {
        return known.size();
    }

    /** Whether the session with this ID is known to be open; this is no use of it. */
    public boolean isKnownOpen(String id) {
        return current(id, now()).isPresent();
    }

    private Optional<KnownBrowserSession> known(String value, String scope, Instant now) {
        return current(SessionCookies.claimedId(value), now).filter(found -> found.hasCookie(scope, value));
    }

    private Optional<BrowserSession> use(Optional<KnownBrowserSession> session, Instant now) {
        session.filter(found -> found.use(now))
                .ifPresent(found -> used.add(found.row().id()));
        return session.map(KnownBrowserSession::session);
    }

    private Optional<KnownBrowserSession> verify(String value, String scope, Instant now) {
        Optional<SessionCookies.Tagged> tagged = cookies.read(value);
        if (tagged.isEmpty() || revocations.isEnded(tagged.get().sessionId())) {
            return Optional.empty();
        }
        Optional<KnownBrowserSession> session =
                open(tagged.get().sessionId(), now).filter(found -> tagged.get().isOf(found.row(), scope));
        session.ifPresent(found -> found.addCookie(scope, value));
        return session;
    }

    /**
     * The ID of a cookie's session, to end it, even if this instance refuses it already; empty for a value that was never
     * issued for this scope, and if there is no such session. If the store is away, this instance refuses the session from
     * now on, and the exception is passed on.
     */
    public Optional<String> findToEnd(String value, String scope) {
        Optional<SessionCookies.Tagged> tagged = cookies.read(value);
        if (tagged.isEmpty()) {
            return Optional.empty();
        }
        String id = tagged.get().sessionId();
        boolean answered = false;
        try {
            Optional<StoredSession> row = store.find(id);
            answered = true;
            return row.filter(found -> tagged.get().isOf(found, scope)).map(StoredSession::id);
        } finally {
            if (!answered) {
                revocations.add(id);
            }
        }
    }

    /** Why {@link #find} finds no session; without a look-up, so that an old end may be taken for an expiry. */
    public Missing whyMissing(String value, String scope) {
        return cookies.read(value)
                .filter(tagged -> isPossible(tagged, scope))
                .map(tagged -> revocations.isEnded(tagged.sessionId()) ? Missing.ENDED : Missing.EXPIRED)
                .orElse(Missing.UNKNOWN);
    }

    private boolean isPossible(SessionCookies.Tagged tagged, String scope) {
        KnownBrowserSession session = known.get(tagged.sessionId());
        return session == null || tagged.isOf(session.row(), scope);
    }

    /** A session that is known, and of which nothing newer is to be learned. */
    private Optional<KnownBrowserSession> current(String id, Instant now) {
        return Optional.ofNullable(known.get(id)).filter(session -> isCurrent(session, now));
    }

    private Optional<KnownBrowserSession> open(String id, Instant now) {
        return current(id, now).or(() -> lookUp(id, now));
    }

    private boolean isCurrent(KnownBrowserSession session, Instant now) {
        return !revocations.isEnded(session.row().id())
                && !isOutdated(session.session().user())
                && !session.isExpired(limits, now);
    }

    private boolean isOutdated(User user) {
        return revocations.isOutdated(user.id(), user.tokensFrom());
    }

    private Optional<KnownBrowserSession> lookUp(String id, Instant now) {
        synchronized (lookUps[Math.floorMod(id.hashCode(), lookUps.length)]) {
            Optional<KnownBrowserSession> meanwhile = current(id, now);
            if (meanwhile.isPresent() || revocations.isEnded(id) || isGone(id, now)) {
                return meanwhile;
            }
            Optional<SessionStore.Owned> found = store.findOwned(List.of(id)).stream()
                    .filter(owned -> isOpen(owned, now))
                    .findFirst();
            if (found.isEmpty()) {
                noteGone(id, now);
            }
            return found.map(owned -> remember(owned, now));
        }
    }

    private boolean isGone(String id, Instant now) {
        Instant at = gone.get(id);
        return at != null && now.isBefore(at.plus(GONE_FOR));
    }

    private void noteGone(String id, Instant now) {
        known.remove(id);
        if (gone.size() >= MOST_GONE) {
            gone.clear();
        }
        gone.put(id, now);
    }

    private static boolean isOpen(SessionStore.Owned owned, Instant now) {
        return owned.session().kind().isBrowser()
                && !owned.session().isExpired(now)
                && !owned.user().disabled();
    }

    private KnownBrowserSession remember(SessionStore.Owned owned, Instant now) {
        if (known.size() >= MOST_KNOWN) {
            makeRoom();
        }
        return known.compute(
                owned.session().id(),
                (id, old) -> old == null ? KnownBrowserSession.of(owned, now) : old.readAgain(owned, now));
    }

    /** Forgets the half that was unused for longer. */
    private synchronized void makeRoom() {
        if (known.size() >= MOST_KNOWN) {
            known.values().stream()
                    .sorted(Comparator.comparing(KnownBrowserSession::usedAt))
                    .limit(MOST_KNOWN / 2)
                    .map(session -> session.row().id())
                    .toList()
                    .forEach(known::remove);
        }
    }

    /** Stores the uses of a minute, and reads their sessions again. */
    public void recordUses() {
        List<String> ids = new ArrayList<>();
        while (ids.size() < BATCH && !used.isEmpty()) {
            ids.add(used.remove()); // Only this thread removes.
        }
        boolean recorded = false;
        try {
            record(ids);
            recorded = true;
        } finally {
            if (!recorded) {
                used.addAll(ids);
            }
        }
    }

    private void record(Collection<String> ids) {
        List<SessionStore.Use> uses = ids.stream()
                .map(known::get)
                .filter(session ->
                        session != null && !revocations.isEnded(session.row().id()))
                .map(session -> new SessionStore.Use(session.row().id(), session.usedAt(), session.expiry(limits)))
                .toList();
        store.recordUses(uses);
        Instant now = now();
        Map<String, SessionStore.Owned> read = new HashMap<>();
        store.findOwned(ids).forEach(owned -> read.put(owned.session().id(), owned));
        ids.forEach(id -> known.computeIfPresent(id, (same, session) -> {
            session.noteRecorded();
            SessionStore.Owned owned = read.get(id);
            return owned == null || !isOpen(owned, now) ? null : session.readAgain(owned, now);
        }));
    }

    /** Forgets sessions that are over, or were not read for long. */
    public void prune() {
        Instant now = now();
        Instant oldest = now.minus(KNOWN_FOR);
        known.values()
                .removeIf(session -> session.readAt().isBefore(oldest)
                        || revocations.isEnded(session.row().id())
                        || session.isExpired(limits, now));
        gone.values().removeIf(at -> !now.isBefore(at.plus(GONE_FOR)));
    }

    /** To the millisecond, as stores keep instants. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
