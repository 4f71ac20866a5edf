package dev.postern.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A browser's session as this instance has read it, with the cookies of it that were found to be right. Thread-safe. */
final class KnownBrowserSession {
    /** How long the store may have an earlier last use. */
    private static final Duration RECORD_EVERY = Duration.ofMinutes(1);

    private final SessionStore.Owned owned;
    private final BrowserSession session;
    private final Instant readAt;
    private final Map<String, String> cookieByHost;
    private final AtomicBoolean queued = new AtomicBoolean();
    private volatile Instant usedAt;

    private KnownBrowserSession(
            SessionStore.Owned owned, Instant readAt, Instant usedAt, Map<String, String> cookieByHost) {
        this.owned = owned;
        this.session = BrowserSession.of(owned);
        this.readAt = readAt;
        this.usedAt = usedAt;
        this.cookieByHost = cookieByHost;
    }

    static KnownBrowserSession of(SessionStore.Owned owned, Instant now) {
        return new KnownBrowserSession(owned, now, owned.session().rotatedAt(), new ConcurrentHashMap<>());
    }

    /** The same session, read again. */
    KnownBrowserSession readAgain(SessionStore.Owned newer, Instant now) {
        return new KnownBrowserSession(newer, now, usedAt, cookieByHost);
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
        return usedAt;
    }

    /** Whether this value was found to be the session's cookie on this host. Takes the same time wherever they differ. */
    boolean hasCookie(String host, String value) {
        String right = cookieByHost.get(host);
        return right != null && MessageDigest.isEqual(right.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    void addCookie(String host, String value) {
        cookieByHost.put(host, value);
    }

    boolean isExpired(SessionLimits limits, Instant now) {
        return !now.isBefore(expiry(limits));
    }

    /** By the last use that this instance knows of. */
    Instant expiry(SessionLimits limits) {
        Instant byUse = limits.expiry(row().kind(), usedAt, row().endsAt());
        return byUse.isAfter(row().expiresAt()) ? byUse : row().expiresAt();
    }

    /** Notes a use; true if this use is the one to be recorded in the store. */
    boolean use(Instant now) {
        if (now.isAfter(usedAt)) {
            usedAt = now;
        }
        return !now.isBefore(row().rotatedAt().plus(RECORD_EVERY)) && queued.compareAndSet(false, true);
    }
}
