package dev.postern.sessions;

/**
 * A refresh token, as a client holds it: opaque to all but {@link Sessions}.
 *
 * @param text anything, where a client sent it
 */
public record RefreshToken(String text) {

    /** Leaves the text out: whoever holds it can go on as its owner. */
    @Override
    public String toString() {
        return "RefreshToken[hidden]";
    }
}
