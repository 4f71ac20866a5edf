package dev.postern.users;

/** Why a new password is not accepted. Has no stack trace: it is an answer, not an error. */
public final class PasswordRefused extends Exception {
    private static final long serialVersionUID = 1;

    /** Which rule the password breaks; the exception's message is the rule. */
    public enum Reason {
        TOO_SHORT,
        TOO_LONG,
        COMMON,
        MALFORMED
    }

    private final Reason reason;

    private PasswordRefused(Reason reason, String sentence) {
        super(sentence, null, false, false);
        this.reason = reason;
    }

    /** @param least the fewest characters, in Unicode code points */
    static PasswordRefused tooShort(int least) {
        return new PasswordRefused(
                Reason.TOO_SHORT, "The password is too weak: it must have at least " + least + " characters.");
    }

    /** bcrypt would ignore the rest. */
    static PasswordRefused tooLong() {
        return new PasswordRefused(
                Reason.TOO_LONG, "The password is too long: bcrypt reads at most 72 bytes of UTF-8.");
    }

    static PasswordRefused common() {
        return new PasswordRefused(
                Reason.COMMON,
                "The password is too weak: attackers try it early. It is a common password or word, a row of keys, a date,"
                        + " or made of the name of the user or of this site.");
    }

    /** With NUL, at which some implementations of bcrypt stop, or half a surrogate pair, which has no UTF-8. */
    static PasswordRefused malformed() {
        return new PasswordRefused(Reason.MALFORMED, "The password has characters that no password can have.");
    }

    public Reason reason() {
        return reason;
    }
}
