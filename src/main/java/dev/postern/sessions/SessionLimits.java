package dev.postern.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long sessions and their refresh tokens last, and how many a user may have.
 *
 * @param refreshLifetime how long a refresh token waits to be used
 * @param grace how long a used token still returns its successor; empty for until the successor is used
 * @param lifetime the absolute end, counted from the login
 * @param maxPerUser above it, the session unused for the longest time ends
 * @param browserIdle how long a browser's session lives without use, unless its user wants to stay signed in
 */
public record SessionLimits(
        Duration refreshLifetime, Optional<Duration> grace, Duration lifetime, int maxPerUser, Duration browserIdle) {

    /** Whether the token used last, at {@code spentAt}, still returns its successor. */
    boolean isWithinGrace(Instant spentAt, Instant now) {
        return grace.map(allowed -> now.isBefore(spentAt.plus(allowed))).orElse(true);
    }

    /** When a session that is used now expires, if it is not used again. */
    Instant expiry(SessionKind kind, Instant now, Instant sessionEnd) {
        boolean shorter = kind == SessionKind.BROWSER && browserIdle.compareTo(refreshLifetime) < 0;
        Instant expiry = now.plus(shorter ? browserIdle : refreshLifetime);
        return expiry.isBefore(sessionEnd) ? expiry : sessionEnd;
    }
}
