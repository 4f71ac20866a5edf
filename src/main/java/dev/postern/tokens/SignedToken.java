package dev.postern.tokens;

import java.time.Duration;

/**
 * An access token to hand out.
 *
 * @param text the JWT, in compact form
 * @param lifetime from {@code iat} to {@code exp}, in whole seconds, as in {@code expires_in}; zero for a token
 *     that has expired when it is made
 */
public record SignedToken(String text, Duration lifetime) {

    /** Without the text: anybody who has it gets access. */
    @Override
    public String toString() {
        return "SignedToken[lifetime=" + lifetime + "]";
    }
}
