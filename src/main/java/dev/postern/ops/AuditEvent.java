package dev.postern.ops;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A security event. A text without a value is empty. It never has a name that was only claimed: people type passwords
 * into the wrong field.
 *
 * @param user whom it concerns, by name
 * @param by who did it, by name
 * @param session the id of the session that it concerns
 * @param request the request's id, for the log alone
 */
public record AuditEvent(
        Instant at,
        Kind kind,
        Result result,
        String user,
        String by,
        String ip,
        String session,
        String detail,
        String request) {

    /** What happened. */
    public enum Kind {
        LOGIN,
        LOGIN_FAILED,
        THROTTLED,
        REFRESH,
        REFRESH_RETRIED,
        REFRESH_REUSED,
        LOGOUT,
        SESSION_ENDED,
        PASSWORD_CHANGED,
        USER_CREATED,
        USER_CHANGED,
        USER_REMOVED,
        TOKEN_CREATED,
        TOKEN_REVOKED,
        CLIENT_CREATED,
        CLIENT_REMOVED,
        KEY_ROTATED;

        /** The name that it is written by. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> of(String text) {
            return Stream.of(values()).filter(kind -> kind.text().equals(text)).findFirst();
        }
    }

    /** How it ended. */
    public enum Result {
        OK,
        REFUSED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An event of which nothing else is known yet. */
    public static AuditEvent of(Kind kind, Instant at) {
        Result result = switch (kind) {
            case LOGIN_FAILED, THROTTLED, REFRESH_REUSED -> Result.REFUSED;
            default -> Result.OK;
        };
        return new AuditEvent(at, kind, result, "", "", "", "", "", "");
    }

    public AuditEvent user(String name) {
        return new AuditEvent(at, kind, result, name, by, ip, session, detail, request);
    }

    public AuditEvent by(String name) {
        return new AuditEvent(at, kind, result, user, name, ip, session, detail, request);
    }

    /** Done by the user to the own account. */
    public AuditEvent self(String name) {
        return user(name).by(name);
    }

    public AuditEvent session(String id) {
        return new AuditEvent(at, kind, result, user, by, ip, id, detail, request);
    }

    public AuditEvent detail(String text) {
        return new AuditEvent(at, kind, result, user, by, ip, session, text, request);
    }

    /** Where it came from: the address, and the request's id. */
    public AuditEvent from(String address, String requestId) {
        return new AuditEvent(at, kind, result, user, by, address, session, detail, requestId);
    }

    /** The fields for programs; fields without a value are left out. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("at", at.toString());
        fields.put("event", kind.text());
        fields.put("result", result.text());
        fields.put("user", user);
        fields.put("by", by);
        fields.put("ip", ip);
        fields.put("session", session);
        fields.put("detail", detail);
        fields.values().removeIf(""::equals);
        return fields;
    }
}
