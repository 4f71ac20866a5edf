package dev.postern.ops;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Rate limit: once a minute per key. Above the maximum number of keys, reports for new keys are left out. Thread-safe.
 */
public final class ReportLimit {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private record Told(Instant at, int leftOut) {}

    private final Map<String, Told> told = new LinkedHashMap<>();
    private final int most;
    private final InstantSource clock;

    /** @param most how many keys are kept at once */
    public ReportLimit(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    /** The number of reports left out since the last one; empty if this report is to be left out. */
    public synchronized OptionalInt tell(String thing) {
        Instant now = clock.instant();
        Told last = told.get(thing);
        if (last != null && now.isBefore(last.at().plus(PAUSE))) {
            told.put(thing, new Told(last.at(), last.leftOut() + 1));
            return OptionalInt.empty();
        }
        if (last == null && told.size() >= most) {
            told.values().removeIf(old -> !now.isBefore(old.at().plus(PAUSE)));
        }
        if (last == null && told.size() >= most) {
            return OptionalInt.empty();
        }
        told.put(thing, new Told(now, 0));
        return OptionalInt.of(last == null ? 0 : last.leftOut());
    }
}
