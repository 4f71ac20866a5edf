package dev.postern.tokens;

import java.time.Duration;

/**
 * An access token to hand out.
 *
 * @param text the JWT, in compact form
 * @param lifetime from {@code iat} to {@code exp}, in whole seconds, as {@code expires_in} tells it; zero for a token
 *     that has expired when it is made
 */
public record SignedToken(String text, Duration lifetime) {

    /** Leaves the text out: whoever holds it is let in. */
    @Override
    public String toString() {
        return "SignedToken[lifetime=" + lifetime + "]";
    }
}
