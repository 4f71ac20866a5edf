package dev.postern.ops;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Whether this server can take requests, and if not, which part fails. Thread-safe. */
public final class Health {
    private static final String STARTING = "starting";

    private final Map<String, Boolean> failing = new ConcurrentSkipListMap<>(Map.of(STARTING, true));

    /** Called when the start is complete. */
    public void started() {
        failing.remove(STARTING);
    }

    /** Called when a stop begins, which is final. */
    public void draining() {
        failing.put("draining", true);
    }

    /** Sets whether a part works at present. */
    public void report(String part, boolean works) {
        if (works) {
            failing.remove(part);
        } else {
            failing.put(part, true);
        }
    }

    /** The failing parts, separated by commas; empty if there are none. */
    public Optional<String> failing() {
        String parts = String.join(", ", failing.keySet());
        return parts.isEmpty() ? Optional.empty() : Optional.of(parts);
    }
}
