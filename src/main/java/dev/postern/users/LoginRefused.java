package dev.postern.users;

/** Why a password did not get its owner on. Carries no stack trace: it is an answer, not a fault. */
public final class LoginRefused extends Exception {

    public enum Reason {
        /** No such name, another password, or an account that is disabled: which of them is not told. */
        INVALID_CREDENTIALS,
        /** Somebody signed in asked for a change and gave another password than their own. */
        WRONG_PASSWORD,
        /** Too many passwords are being worked on; this one was not looked at. */
        BUSY
    }

    private final Reason reason;

    LoginRefused(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
