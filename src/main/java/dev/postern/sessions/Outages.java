package dev.postern.sessions;

import java.time.Instant;

/**
 * Since when this instance has been able to answer without a break. A client that lost an answer to a fault can only ask
 * again when the fault is over, so the grace time of a token that was spent before is counted from there. Thread-safe.
 */
public final class Outages {
    private volatile Instant since;
    private volatile boolean away = true;

    /** @param start by this machine's clock, when the instance began; from the store's first answer on, that counts */
    public Outages(Instant start) {
        since = start;
    }

    /** The store has been asked, and has not answered. */
    public void noteSilence() {
        away = true;
    }

    /** The store has answered. */
    public void noteAnswer(Instant now) {
        if (away) {
            since = now;
            away = false;
        }
    }

    /** The later of the two: the instant given, and the end of the last break. */
    Instant orEndOfLast(Instant instant) {
        return instant.isBefore(since) ? since : instant;
    }
}
