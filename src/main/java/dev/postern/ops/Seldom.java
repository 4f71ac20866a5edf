package dev.postern.ops;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Lets a thing be told once a minute, for at most 1,000 things; for more than that at once, not at all. Thread-safe. */
public final class Seldom {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST = 1_000;

    private record Told(Instant at, int leftOut) {}

    private final Map<String, Told> told = new LinkedHashMap<>();
    private final InstantSource clock;

    public Seldom(InstantSource clock) {
        this.clock = clock;
    }

    /** How often the thing was left out since it was last told; empty if this time is to be left out as well. */
    public synchronized OptionalInt tell(String thing) {
        Instant now = clock.instant();
        Told last = told.get(thing);
        if (last != null && now.isBefore(last.at().plus(PAUSE))) {
            told.put(thing, new Told(last.at(), last.leftOut() + 1));
            return OptionalInt.empty();
        }
        if (last == null && told.size() >= MOST) {
            told.values().removeIf(old -> !now.isBefore(old.at().plus(PAUSE)));
        }
        if (last == null && told.size() >= MOST) {
            return OptionalInt.empty();
        }
        told.put(thing, new Told(now, 0));
        return OptionalInt.of(last == null ? 0 : last.leftOut());
    }
}
