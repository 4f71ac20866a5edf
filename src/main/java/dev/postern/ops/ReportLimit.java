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

    private record Report(Instant at, int leftOut) {}

    private final Map<String, Report> reports = new LinkedHashMap<>();
    private final int most;
    private final InstantSource clock;

    /** @param most how many keys are kept at once */
    public ReportLimit(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    /** The number of reports left out since the last one; empty if this report is to be left out. */
    public synchronized OptionalInt permit(String key) {
        Instant now = clock.instant();
        Report last = reports.get(key);
        if (last != null && now.isBefore(last.at().plus(PAUSE))) {
            reports.put(key, new Report(last.at(), last.leftOut() + 1));
            return OptionalInt.empty();
        }
        if (last == null && reports.size() >= most) {
            reports.values().removeIf(old -> !now.isBefore(old.at().plus(PAUSE)));
        }
        if (last == null && reports.size() >= most) {
            return OptionalInt.empty();
        }
        reports.put(key, new Report(now, 0));
        return OptionalInt.of(last == null ? 0 : last.leftOut());
    }

    /** How a log line ends that stands for others as well; empty if none was left out. */
    public static String suffix(int leftOut) {
        return leftOut == 0 ? "" : "; " + leftOut + " more such lines were left out";
    }
}
