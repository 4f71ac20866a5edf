package dev.postern.sessions;

import dev.postern.users.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Opens sessions of browsers, and finds them by their cookies.
 *
 * <p>A session that this instance knows costs no look-up: {@link Revocations} says when it has ended or its user's roles
 * have changed. The store learns of uses, and is read again, at most once a minute per session, on a background thread
 * ({@link #recordUses}). So known sessions go on while the store is away. A forged cookie costs no look-up, and
 * displaces nothing. Thread-safe, also for many instances on one store. Exceptions of the store are passed on.
 */
public final class BrowserSessions {
    private static final int MOST_KNOWN = 50_000;
    private static final int BATCH = 500;

    /** Shorter than {@link Revocations} keeps the end of a session. */
    private static final Duration KNOWN_FOR = Duration.ofHours(12);

    private static final Duration UNUSED = Duration.ofMinutes(10);

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
     */
    public Optional<OpenedBrowserSession> open(User user, boolean kept, String ip, String userAgent) {
        Instant now = now();
        SessionKind kind = kept ? SessionKind.BROWSER_KEPT : SessionKind.BROWSER;
        StoredSession row = StoredSession.begin(user, kind, limits, now, ip, userAgent);
        return store.open(row, user.credentials(), limits.maxPerUser()).map(opened -> {
            opened.displaced().forEach(revocations::add);
            KnownBrowserSession session = remember(new SessionStore.Owned(row, opened.user()), now);
            return new OpenedBrowserSession(session.session(), opened.displaced());
        });
    }

    /** The cookie's value for a session on a host; empty if the session is over. */
    public Optional<String> cookie(String sessionId, String host) {
        Instant now = now();
        return current(sessionId, now)
                .or(() -> lookUp(sessionId, now))
                .map(session -> cookies.make(session.row(), host));
    }

    /**
     * The session of a cookie that was sent to a host; empty if the value was never issued for it, or the session is
     * over.
     */
    public Optional<BrowserSession> find(String value, String host) {
        Instant now = now();
        Optional<KnownBrowserSession> session = current(SessionCookies.claimedId(value), now);
        if (session.filter(found -> found.hasCookie(host, value)).isEmpty()) {
            session = verify(value, host, now);
        }
        session.filter(found -> found.use(now))
                .ifPresent(found -> used.add(found.row().id()));
        return session.map(KnownBrowserSession::session);
    }

    private Optional<KnownBrowserSession> verify(String value, String host, Instant now) {
        Optional<SessionCookies.Tagged> tagged = cookies.read(value);
        if (tagged.isEmpty() || revocations.isEnded(tagged.get().sessionId())) {
            return Optional.empty();
        }
        Optional<KnownBrowserSession> session = current(tagged.get().sessionId(), now)
                .or(() -> lookUp(tagged.get().sessionId(), now))
                .filter(found -> tagged.get().isOf(found.row(), host));
        session.ifPresent(found -> found.addCookie(host, value));
        return session;
    }

    /** Why {@link #find} finds no session; without a look-up. */
    public Missing whyMissing(String value) {
        return cookies.read(value)
                .map(tagged -> revocations.isEnded(tagged.sessionId()) ? Missing.ENDED : Missing.EXPIRED)
                .orElse(Missing.UNKNOWN);
    }

    /** A session that is known, and of which nothing newer is to be learned. */
    private Optional<KnownBrowserSession> current(String id, Instant now) {
        return Optional.ofNullable(known.get(id)).filter(session -> isCurrent(session, now));
    }

    private boolean isCurrent(KnownBrowserSession session, Instant now) {
        return !revocations.isEnded(session.row().id())
                && !revocations.isOutdated(session.session().user())
                && !session.isExpired(limits, now);
    }

    private Optional<KnownBrowserSession> lookUp(String id, Instant now) {
        if (revocations.isEnded(id)) {
            return Optional.empty();
        }
        Optional<SessionStore.Owned> found = store.findOwned(List.of(id)).stream()
                .filter(owned -> isOpen(owned, now))
                .findFirst();
        if (found.isEmpty()) {
            known.remove(id);
        }
        return found.map(owned -> remember(owned, now));
    }

    private static boolean isOpen(SessionStore.Owned owned, Instant now) {
        return owned.session().kind().isBrowser()
                && !owned.session().isExpired(now)
                && !owned.user().disabled();
    }

    private KnownBrowserSession remember(SessionStore.Owned owned, Instant now) {
        if (known.size() >= MOST_KNOWN) {
            makeRoom(now);
        }
        String id = owned.session().id();
        KnownBrowserSession old = known.get(id);
        KnownBrowserSession session = old == null ? KnownBrowserSession.of(owned, now) : old.readAgain(owned, now);
        known.put(id, session);
        return session;
    }

    private synchronized void makeRoom(Instant now) {
        if (known.size() >= MOST_KNOWN) {
            known.values().removeIf(session -> session.usedAt().isBefore(now.minus(UNUSED)));
        }
        if (known.size() >= MOST_KNOWN) {
            known.clear(); // More sessions than that in use at once: each pays a look-up again.
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
            SessionStore.Owned owned = read.get(id);
            return owned == null || !isOpen(owned, now) ? null : session.readAgain(owned, now);
        }));
    }

    /** Forgets sessions that were not read for long. */
    public void tidy() {
        Instant oldest = now().minus(KNOWN_FOR);
        known.values().removeIf(session -> session.readAt().isBefore(oldest));
    }

    /** To the millisecond, as stores keep instants. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
