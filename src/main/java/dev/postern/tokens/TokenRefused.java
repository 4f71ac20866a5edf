package dev.postern.tokens;

/**
 * A token that is not accepted, with the reason.
 *
 * <p>It has nothing of the token, so it may be logged. It has no stack trace, because senders of forged tokens decide
 * how many are created.
 */
public final class TokenRefused extends Exception {

    private static final long serialVersionUID = 1;

    /** The first check that failed. */
    public enum Reason {
        /** Longer than 8192 characters, or not three segments of canonical base64url. */
        MALFORMED,
        /** A header other than the three members we write, or an algorithm that is not the key's own. */
        HEADER,
        /** A {@code kid} that names none of our keys. */
        UNKNOWN_KEY,
        SIGNATURE,
        /** A payload that is not strict JSON, or a claim that is missing, of the wrong type or out of range. */
        CLAIMS,
        ISSUER,
        AUDIENCE,
        /** An {@code exp} before {@code iat}, or more than {@link AccessToken#MAX_LIFETIME} behind it. */
        LIFETIME,
        /** An {@code iat} or {@code nbf} in the future. */
        NOT_YET_VALID,
        EXPIRED,
        /** An unexpected error in the verifier; the token is refused. */
        FAULT
    }

    private final Reason reason;

    TokenRefused(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
