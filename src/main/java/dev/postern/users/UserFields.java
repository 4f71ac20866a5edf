package dev.postern.users;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A user in JSON, over HTTP and in commands. */
public final class UserFields {
    private UserFields() {}

    public static Map<String, Object> of(User user) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", user.id());
        fields.put("username", user.username());
        fields.put("roles", user.roles().stream().sorted().toList());
        fields.put("disabled", user.disabled());
        fields.put("created_at", user.createdAt().toString());
        fields.put("last_login_at", user.lastLoginAt().map(Instant::toString).orElse(null));
        return fields;
    }
}
