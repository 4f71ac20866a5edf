package dev.postern.users;

/** Why an account could not be made or changed. Has no stack trace: it is an answer, not an error. */
public final class UserRefused extends Exception {
    private static final long serialVersionUID = 1;

    /** Each with the sentence for the person who asked. */
    public enum Reason {
        INVALID_USERNAME("A username has 1 to 64 letters, digits and . _ @ + - and nothing else."),
        /** Names that differ only in case are one name. */
        USERNAME_TAKEN("A user with this name already exists."),
        INVALID_ROLE("A role has 1 to 64 characters of a-z 0-9 . _ : - and a user has at most 32 roles."),
        NOT_FOUND("There is no user with this name."),
        /** Without this user, nobody who can sign in could administer. */
        LAST_ADMIN("This is the last enabled user with the role admin; give the role to another user first."),
        INVALID_LINK("This link has expired or was already used; ask for a new one.");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    private final Reason reason;

    UserRefused(Reason reason) {
        super(reason.sentence, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
