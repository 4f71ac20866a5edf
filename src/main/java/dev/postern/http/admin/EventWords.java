package dev.postern.http.admin;

import dev.postern.ops.AuditEvent;

/** Events in words. */
public final class EventWords {
    private EventWords() {}

    public static String of(AuditEvent.Kind kind) {
        return switch (kind) {
            case LOGIN -> "Signed in";
            case LOGIN_FAILED -> "Wrong password";
            case THROTTLED -> "Too many wrong passwords";
            case REFRESH -> "Refreshed";
            case REFRESH_RETRIED -> "Refreshed again";
            case REFRESH_REUSED -> "Stolen refresh token";
            case LOGOUT -> "Signed out";
            case SESSION_ENDED -> "Sign-in ended";
            case PASSWORD_CHANGED -> "Password changed";
            case USER_CREATED -> "Person added";
            case USER_CHANGED -> "Person changed";
            case USER_REMOVED -> "Person removed";
            case TOKEN_CREATED -> "Token made";
            case TOKEN_REVOKED -> "Token revoked";
            case CLIENT_CREATED -> "Client added";
            case CLIENT_REMOVED -> "Client removed";
            case KEY_ROTATED -> "Signing key changed";
        };
    }
}
