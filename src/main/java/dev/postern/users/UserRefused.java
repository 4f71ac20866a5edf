package dev.postern.users;

/** Why an account could not be made or changed. Carries no stack trace: it is an answer, not a fault. */
public final class UserRefused extends Exception {

    public enum Reason {
        /** Not 1 to 64 letters, digits and {@code ._@+-}. */
        INVALID_USERNAME,
        /** Somebody has the name already, written alike but for case. */
        USERNAME_TAKEN,
        /** A role that is not 1 to 64 of {@code [a-z0-9._:-]}, or more than 32 of them. */
        INVALID_ROLE,
        /** Nobody has the name, or the id. */
        NOT_FOUND,
        /** Without this user, nobody who may sign in could administer. */
        LAST_ADMIN,
        /** A link for choosing a password that was used, has lapsed, or never was. */
        INVALID_LINK
    }

    private final Reason reason;

    UserRefused(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
