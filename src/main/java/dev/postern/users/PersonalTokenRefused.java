package dev.postern.users;

/** Why a personal token could not be made. Has no stack trace: it is an answer, not an error. */
public final class PersonalTokenRefused extends Exception {
    private static final long serialVersionUID = 1;

    /** Each with the sentence for the person who asked. */
    public enum Reason {
        INVALID_NAME("The \"name\" of a personal token must have 1 to 100 characters, without control characters."),
        INVALID_LIFETIME(
                "A personal token must expire in 1 minute to 366 days; \"expires_in\" is 60 to 31622400 seconds."),
        TOO_MANY("The user already has " + PersonalTokens.MAX_PER_USER + " personal tokens; revoke one first.");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }
    }

    private final Reason reason;

    PersonalTokenRefused(Reason reason) {
        super(reason.sentence, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
