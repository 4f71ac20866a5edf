package dev.postern.sessions;

import java.time.Instant;

/**
 * Since when this instance could answer without interruption. A client that lost a response in an outage can only ask
 * again after it, so the grace time of a token used before counts from its end. Thread-safe.
 */
public final class Outages {
    private volatile Instant since;
    private volatile boolean away = true;

    /**
     * @param start when the instance started, by this machine's clock; after the first answer of the store, that time
     *     counts
     */
    public Outages(Instant start) {
        since = start;
    }

    /** Called when the store did not answer. */
    public void noteSilence() {
        away = true;
    }

    /** Called when the store answered. */
    public void noteAnswer(Instant now) {
        if (away) {
            since = now;
            away = false;
        }
    }

    /** The later of the given instant and the end of the last outage. */
    Instant orEndOfLast(Instant instant) {
        return instant.isBefore(since) ? since : instant;
    }
}
