package dev.postern.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A refused request, as its sender is told.
 *
 * @param code stable, for programs
 * @param message one sentence, for people
 * @param reason a finer code, where the route has one
 * @param headers besides those that every refusal carries
 */
public record Refusal(int status, String code, String message, Optional<String> reason, Map<String, String> headers) {

    Refusal(int status, String code, String message) {
        this(status, code, message, Optional.empty(), Map.of());
    }

    Refusal with(String header, String value) {
        return new Refusal(status, code, message, reason, Map.of(header, value));
    }

    Refusal because(String finer) {
        return new Refusal(status, code, message, Optional.of(finer), headers);
    }

    byte[] body() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("error", code);
        fields.put("message", message);
        reason.ifPresent(finer -> fields.put("reason", finer));
        return Json.write(fields);
    }
}
