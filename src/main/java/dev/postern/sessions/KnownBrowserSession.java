package dev.postern.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A browser's session as this instance has read it, with the cookies of it that were found to be right. What is read
 * later shares cookies and uses with it. Thread-safe.
 */
final class KnownBrowserSession {
    /** How long the store may have an earlier last use. */
    private static final Duration RECORD_EVERY = Duration.ofMinutes(1);

    /** The last use that this instance knows of, and whether it waits to be recorded. */
    private static final class Uses {
        private volatile Instant last;
        private final AtomicBoolean waiting = new AtomicBoolean();

        Uses(Instant last) {
            this.last = last;
        }
    }

    private final SessionStore.Owned owned;
    private final BrowserSession session;
    private final Instant readAt;
    private final Uses uses;
    private final Map<String, String> cookieByScope;

    private KnownBrowserSession(
            SessionStore.Owned owned, Instant readAt, Uses uses, Map<String, String> cookieByScope) {
        this.owned = owned;
        this.session = BrowserSession.of(owned);
        this.readAt = readAt;
        this.uses = uses;
        this.cookieByScope = cookieByScope;
    }

    static KnownBrowserSession of(SessionStore.Owned owned, Instant now) {
        return new KnownBrowserSession(owned, now, new Uses(owned.session().rotatedAt()), new ConcurrentHashMap<>());
    }

    /** The same session, read again. */
    KnownBrowserSession readAgain(SessionStore.Owned newer, Instant now) {
        return new KnownBrowserSession(newer, now, uses, cookieByScope);
    }

    StoredSession row() {
        return owned.session();
    }

    BrowserSession session() {
        return session;
    }

    Instant readAt() {
        return readAt;
    }

    Instant usedAt() {
        return uses.last;
    }

    /** Whether this value was found to be the session's cookie there. Takes the same time wherever they differ. */
    boolean hasCookie(String scope, String value) {
        String right = cookieByScope.get(scope);
        return right != null && MessageDigest.isEqual(right.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    void addCookie(String scope, String value) {
        cookieByScope.put(scope, value);
    }

    boolean isExpired(SessionLimits limits, Instant now) {
        return !now.isBefore(expiry(limits));
    }

    /** By the last use that this instance knows of. */
    Instant expiry(SessionLimits limits) {
        Instant byUse = limits.expiry(row().kind(), uses.last, row().endsAt());
        return byUse.isAfter(row().expiresAt()) ? byUse : row().expiresAt();
    }

    /** Notes a use; true if the session is to be recorded in the store, and did not wait for that yet. */
    boolean use(Instant now) {
        if (now.isAfter(uses.last)) {
            uses.last = now;
        }
        return !now.isBefore(row().rotatedAt().plus(RECORD_EVERY)) && uses.waiting.compareAndSet(false, true);
    }

    /** The use does not wait any more. */
    void noteRecorded() {
        uses.waiting.set(false);
    }
}
