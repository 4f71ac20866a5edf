package dev.postern.sessions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sessions in responses. */
public final class SessionFields {
    private SessionFields() {}

    /**
     * The response with a list of sessions.
     *
     * @param current the id of the session that the request belongs to; empty if none
     */
    public static Map<String, Object> list(List<Session> sessions, String current) {
        return Map.of(
                "sessions",
                sessions.stream().map(session -> one(session, current)).toList());
    }

    private static Map<String, Object> one(Session session, String current) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", session.id());
        fields.put("created_at", session.createdAt().toString());
        fields.put("last_used_at", session.lastUsedAt().toString());
        fields.put("expires_at", session.expiresAt().toString());
        fields.put("ip", session.ip());
        fields.put("user_agent", session.userAgent());
        fields.put("current", session.id().equals(current));
        return fields;
    }
}
