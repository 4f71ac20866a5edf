package dev.postern.sessions;

/**
 * A session's cookie for one scope.
 *
 * @param value opaque, and always the same
 */
public record IssuedCookie(BrowserSession session, String value) {
    /** Without the value: with it, anybody could continue the session. */
    @Override
    public String toString() {
        return "IssuedCookie[" + session + "]";
    }
}
