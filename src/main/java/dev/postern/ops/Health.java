package dev.postern.ops;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Whether requests should be sent here, and if not, which part fails. Safe for use by many threads. */
public final class Health {
    private static final String STARTING = "starting";

    private final Map<String, Boolean> failing = new ConcurrentSkipListMap<>(Map.of(STARTING, true));

    /** The start is over. */
    public void started() {
        failing.remove(STARTING);
    }

    /** A stop has begun, and there is no way back. */
    public void draining() {
        failing.put("draining", true);
    }

    /** Notes whether a part does its work at the moment. */
    public void report(String part, boolean works) {
        if (works) {
            failing.remove(part);
        } else {
            failing.put(part, true);
        }
    }

    /** The parts that fail, by comma; empty if all is well. */
    public Optional<String> failing() {
        String parts = String.join(", ", failing.keySet());
        return parts.isEmpty() ? Optional.empty() : Optional.of(parts);
    }
}
