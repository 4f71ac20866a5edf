package dev.postern.users;

/** Why a new password may not be taken. Carries no stack trace: it is an answer, not a fault. */
public final class PasswordRefused extends Exception {

    public enum Reason {
        /** Fewer code points than the least length that is set. */
        TOO_SHORT,
        /** More than 72 bytes of UTF-8; bcrypt would not see the rest. */
        TOO_LONG,
        /** Among those that are tried first: a common one, or made of the user's name or the site's. */
        COMMON,
        /** Holds a NUL, at which some bcrypts stop reading, or half a surrogate pair, which has no UTF-8. */
        MALFORMED
    }

    private final Reason reason;

    PasswordRefused(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
