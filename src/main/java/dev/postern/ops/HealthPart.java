package dev.postern.ops;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The state of one part of the server, for administrators.
 *
 * @param warning what an administrator should do soon, in a sentence; empty if there is nothing
 * @param details values by their names, in the order to show; instants as text, all others as numbers or text
 */
public record HealthPart(Optional<String> warning, Map<String, Object> details) {
    public HealthPart {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** A part without a warning. */
    public static HealthPart of(Map<String, Object> details) {
        return new HealthPart(Optional.empty(), details);
    }
}
