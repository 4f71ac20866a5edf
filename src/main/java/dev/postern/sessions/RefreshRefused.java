package dev.postern.sessions;

/** A refresh token that is not accepted. */
public sealed class RefreshRefused extends Exception permits RefreshReused {
    private static final long serialVersionUID = 1;

    /** The reason, only for the log; the client does not learn it. */
    public enum Reason {
        /** Not a token of this server, or of a session that has ended. */
        UNKNOWN,
        /** The session was not refreshed in time, or has reached its absolute end. */
        EXPIRED,
        /** While the request waited for the store, another request refreshed the session; the client may try again. */
        OVERTAKEN,
        /** The token was used before: {@link RefreshReused}. */
        REUSED
    }

    private final Reason reason;

    RefreshRefused(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    /** For a text that is not a valid token. */
    public static RefreshRefused unknown() {
        return new RefreshRefused(Reason.UNKNOWN);
    }

    public Reason reason() {
        return reason;
    }
}
