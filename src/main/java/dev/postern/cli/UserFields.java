package dev.postern.cli;

import dev.postern.users.User;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A user as commands print one. */
final class UserFields {
    private UserFields() {}

    static Map<String, Object> json(User user) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", user.id());
        fields.put("username", user.username());
        fields.put("roles", user.roles().stream().sorted().toList());
        fields.put("disabled", user.disabled());
        fields.put("created_at", user.createdAt().toString());
        fields.put("last_login_at", user.lastLoginAt().map(Instant::toString).orElse(null));
        return fields;
    }

    static String line(User user) {
        String roles = String.join(",", user.roles().stream().sorted().toList());
        return "%-24s %-24s %s"
                .formatted(
                        user.username(),
                        roles.isEmpty() ? "-" : roles,
                        user.lastLoginAt().map(at -> "last login " + at).orElse("never logged in"));
    }
}
