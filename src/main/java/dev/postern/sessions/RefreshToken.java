package dev.postern.sessions;

/**
 * A refresh token, as a client holds it: opaque to all but {@link Sessions}.
 *
 * @param text anything, where a client sent it
 */
public record RefreshToken(String text) {
    /** What every one begins with. */
    static final String PREFIX = "prt_";

    /** Whether a text looks like a refresh token, rather than another kind. */
    public static boolean isOne(String text) {
        return text.startsWith(PREFIX);
    }

    /** Without the text: with it, anybody could continue the session. */
    @Override
    public String toString() {
        return "RefreshToken[hidden]";
    }
}
