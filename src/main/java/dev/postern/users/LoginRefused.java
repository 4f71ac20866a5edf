package dev.postern.users;

import java.time.Duration;

/** Why a password did not get its owner on. Carries no stack trace: it is an answer, not a fault. */
public final class LoginRefused extends Exception {

    public enum Reason {
        /** No such name, another password, or an account that is disabled: which of them is not told. */
        INVALID_CREDENTIALS,
        /** Somebody signed in asked for a change and gave another password than their own. */
        WRONG_PASSWORD,
        /** Too many passwords are being worked on; this one was not looked at. */
        BUSY,
        /** Too many wrong passwords; until some time has passed, no other is looked at. */
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

    static LoginRefused tooMany(Duration retryAfter) {
        return new LoginRefused(Reason.TOO_MANY_ATTEMPTS, retryAfter);
    }

    /** Of too many attempts, after how long one more will be looked at. */
    public Duration retryAfter() {
        return retryAfter;
    }

    public Reason reason() {
        return reason;
    }
}
