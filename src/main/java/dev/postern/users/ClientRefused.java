package dev.postern.users;

/** Why a client could not be made or found. Has no stack trace: it is an answer, not an error. */
public final class ClientRefused extends Exception {
    private static final long serialVersionUID = 1;

    /** Each with the sentence for the person who asked. */
    public enum Reason {
        /** {@code login} is the client id of people's own tokens. */
        INVALID_ID("A client's ID is a letter and up to 63 more of a-z 0-9 . _ - and it is not login, which stands for"
                + " people."),
        ID_TAKEN("A client with this ID already exists."),
        INVALID_ROLE("A role has 1 to 64 characters of a-z 0-9 . _ : - and a client has at most 32 roles."),
        NOT_FOUND("There is no client with this ID.");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }
    }

    private final Reason reason;

    ClientRefused(Reason reason) {
        super(reason.sentence, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
