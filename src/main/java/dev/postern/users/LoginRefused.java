package dev.postern.users;

import java.time.Duration;

/** Why a password was not accepted. Has no stack trace: it is an answer, not an error. */
public final class LoginRefused extends Exception {

    public enum Reason {
        /** An unknown name, a wrong password or a disabled account: the response does not say which. */
        INVALID_CREDENTIALS,
        /** The current password was wrong in a change of the password. */
        WRONG_PASSWORD,
        /** Too many passwords are being checked; this one was not checked. */
        BUSY,
        /** Too many wrong passwords; no other one is checked for some time. */
        TOO_MANY_ATTEMPTS
    }

    private final Reason reason;
    private final Duration retryAfter;

    LoginRefused(Reason reason) {
        this(reason, Duration.ZERO);
    }

    private LoginRefused(Reason reason, Duration retryAfter) {
        super(reason.name(), null, false, false);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** For an account that has changed while its password was checked, whatever the cause. */
    public static LoginRefused invalidCredentials() {
        return new LoginRefused(Reason.INVALID_CREDENTIALS);
    }

    static LoginRefused tooMany(Duration retryAfter) {
        return new LoginRefused(Reason.TOO_MANY_ATTEMPTS, retryAfter);
    }

    /** For too many attempts: after which time the next one is checked. */
    public Duration retryAfter() {
        return retryAfter;
    }

    public Reason reason() {
        return reason;
    }
}
