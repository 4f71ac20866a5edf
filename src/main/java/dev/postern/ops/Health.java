package dev.postern.ops;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** Whether this server can take requests, if not, which part fails, and the state of its parts. Thread-safe. */
public final class Health {
    private static final String STARTING = "starting";

    private final Map<String, Boolean> failing = new ConcurrentSkipListMap<>(Map.of(STARTING, true));

    private final Map<String, Supplier<HealthPart>> parts = new ConcurrentSkipListMap<>();

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

    /** Adds a part whose state can be seen. */
    public void add(String part, Supplier<HealthPart> state) {
        parts.put(part, state);
    }

    /** The state of all parts at present, by their names. */
    public Map<String, HealthPart> parts() {
        Map<String, HealthPart> states = new TreeMap<>();
        parts.forEach((part, state) -> states.put(part, state.get()));
        return states;
    }

    /** The warnings of all parts at present, by the names of the parts. */
    public Map<String, String> warnings() {
        Map<String, String> found = new TreeMap<>();
        parts().forEach((part, state) -> state.warning().ifPresent(warning -> found.put(part, warning)));
        return found;
    }

    /** The failing parts, separated by commas; empty if there are none. */
    public Optional<String> failing() {
        String parts = String.join(", ", failing.keySet());
        return parts.isEmpty() ? Optional.empty() : Optional.of(parts);
    }
}
