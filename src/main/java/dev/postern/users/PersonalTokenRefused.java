package dev.postern.users;

/** Why a personal token cannot be made. Carries no stack trace: it is an answer, not a fault. */
public final class PersonalTokenRefused extends Exception {
    private static final long serialVersionUID = 1;

    public enum Reason {
        /** Not 1 to 100 code points, or with control characters. */
        INVALID_NAME,
        /** Not from a minute to 366 days. */
        INVALID_LIFETIME,
        /** The user has {@value ApiTokens#MAX_PER_USER} already. */
        TOO_MANY
    }

    private final Reason reason;

    PersonalTokenRefused(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
