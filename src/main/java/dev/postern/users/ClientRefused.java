package dev.postern.users;

/** Why a client cannot be made or found. Carries no stack trace: it is an answer, not a fault. */
public final class ClientRefused extends Exception {
    private static final long serialVersionUID = 1;

    public enum Reason {
        /** Not a letter and up to 63 more of {@code [a-z0-9._-]}, or {@code login}, which stands for people. */
        INVALID_ID,
        /** There is one of this id already. */
        ID_TAKEN,
        /** A role that is not 1 to 64 of {@code [a-z0-9._:-]}, or more than 32 of them. */
        INVALID_ROLE,
        NOT_FOUND
    }

    private final Reason reason;

    ClientRefused(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
