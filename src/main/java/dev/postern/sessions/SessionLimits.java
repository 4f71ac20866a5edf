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
 */
public record SessionLimits(Duration refreshLifetime, Optional<Duration> grace, Duration lifetime, int maxPerUser) {

    /** Whether the token used last, at {@code spentAt}, still returns its successor. */
    boolean isWithinGrace(Instant spentAt, Instant now) {
        return grace.map(allowed -> now.isBefore(spentAt.plus(allowed))).orElse(true);
    }

    /** When a refresh token issued now expires. */
    Instant refreshExpiry(Instant now, Instant sessionEnd) {
        Instant expiry = now.plus(refreshLifetime);
        return expiry.isBefore(sessionEnd) ? expiry : sessionEnd;
    }
}
