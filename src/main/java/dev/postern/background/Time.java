package dev.postern.background;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clocks of this machine.
 *
 * @param wall the wall clock, which may be set and may jump
 * @param nanos nanoseconds since some moment, never going back
 */
public record Time(InstantSource wall, LongSupplier nanos) {
    /** The machine's own. */
    public static final Time SYSTEM = new Time(Clock.systemUTC(), System::nanoTime);

    /** A clock that starts with the time of the wall clock, and then ignores changes to it. */
    public InstantSource steady() {
        Instant start = wall.instant();
        long startNanos = nanos.getAsLong();
        return () -> start.plusNanos(nanos.getAsLong() - startNanos);
    }
}
