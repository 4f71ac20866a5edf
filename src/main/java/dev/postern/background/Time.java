package dev.postern.background;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * How time passes on this machine.
 *
 * @param wall the clock on the wall, which may be set and may jump
 * @param nanos nanoseconds since some moment, which only ever run on
 */
public record Time(InstantSource wall, LongSupplier nanos) {
    /** The machine's own. */
    public static final Time SYSTEM = new Time(Clock.systemUTC(), System::nanoTime);

    /** A clock that shows what the wall's shows now, and from then on only runs, whatever the wall's does. */
    public InstantSource steady() {
        Instant start = wall.instant();
        long startNanos = nanos.getAsLong();
        return () -> start.plusNanos(nanos.getAsLong() - startNanos);
    }
}
