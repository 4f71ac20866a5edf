package dev.postern.store.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock of the database server, continued with this machine's monotonic clock between two readings. So instances
 * agree on the time, however wrong their own clocks are. Before the first reading, it is this machine's clock.
 * Thread-safe.
 */
public final class StoreClock implements InstantSource {
    /** The difference of two readings that the network can cause; following it would make time jump. */
    private static final Duration NOISE = Duration.ofMillis(50);

    private record Anchor(Instant instant, long nanos) {
        Instant at(long now) {
            return instant.plusNanos(now - nanos);
        }
    }

    private volatile Anchor anchor = new Anchor(Instant.now(Clock.systemUTC()), System.nanoTime());
    private volatile boolean set;

    @Override
    public Instant instant() {
        return anchor.at(System.nanoTime());
    }

    /**
     * Sets the clock by the server's.
     *
     * @param there what the server's clock showed
     * @param before this machine's monotonic clock, in nanoseconds, when the server was asked
     * @param after the same when it had answered
     */
    public void set(Instant there, long before, long after) {
        Anchor seen = new Anchor(there, before + (after - before) / 2);
        Duration off = Duration.between(anchor.at(after), seen.at(after)).abs();
        if (!set || off.compareTo(NOISE.plusNanos(after - before)) > 0) {
            anchor = seen;
            set = true;
        }
    }
}
