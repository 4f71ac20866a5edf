package dev.postern.background;

import dev.postern.ops.Health;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the warnings of the server's parts: when one begins, and then once a day. Thread-safe. */
public final class HealthLog {
    private static final Logger LOG = LoggerFactory.getLogger("postern");
    private static final Duration AGAIN = Duration.ofDays(1);

    private final Health health;
    private final InstantSource clock;
    private final Map<String, Instant> logged = new TreeMap<>();

    public HealthLog(Health health, InstantSource clock) {
        this.health = health;
        this.clock = clock;
    }

    /** Logs those that are due. */
    public void check() {
        begun().forEach(warning -> LOG.warn("{}", warning));
    }

    /** Those that have begun, or are due again, each with its part; from now on they count as logged. */
    public synchronized List<String> begun() {
        Map<String, String> warnings = health.warnings();
        logged.keySet().retainAll(warnings.keySet());
        Instant now = clock.instant();
        List<String> due = new ArrayList<>();
        warnings.forEach((part, warning) -> {
            Instant last = logged.get(part);
            if (last == null || !now.isBefore(last.plus(AGAIN))) {
                due.add(part + ": " + warning);
                logged.put(part, now);
            }
        });
        return due;
    }
}
