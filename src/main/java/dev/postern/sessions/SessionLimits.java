package dev.postern.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long sessions and their refresh tokens last, and how many a user may have.
 *
 * @param refreshLifetime how long a refresh token waits to be used
 * @param grace how long a spent token still answers with its successor; empty for until that has been used
 * @param lifetime the absolute end, counted from the login
 * @param maxPerUser past it the longest unused ends
 */
public record SessionLimits(Duration refreshLifetime, Optional<Duration> grace, Duration lifetime, int maxPerUser) {

    /** Whether a token that was the last one spent, at {@code spentAt}, still answers with its successor. */
    boolean isWithinGrace(Instant spentAt, Instant now) {
        return grace.map(allowed -> now.isBefore(spentAt.plus(allowed))).orElse(true);
    }

    /** When a refresh token made now lapses. */
    Instant refreshExpiry(Instant now, Instant sessionEnd) {
        Instant expiry = now.plus(refreshLifetime);
        return expiry.isBefore(sessionEnd) ? expiry : sessionEnd;
    }
}
