package dev.postern.sessions;

/** A refresh token that is not accepted. */
public final class RefreshRefused extends Exception {
    private static final long serialVersionUID = 1;

    /** The reason, only for the log; the client does not learn it. */
    public enum Reason {
        /** Not a token of this server, or of a session that has ended. */
        UNKNOWN,
        /** The session was not refreshed in time, or has reached its absolute end. */
        EXPIRED,
        /** While the request waited for the store, another request refreshed the session; the client may try again. */
        OVERTAKEN,
        /** The token was used before. It may be stolen, so the session was ended. */
        REUSED
    }

    private final Reason reason;

    private final String sessionId;
    private final String userId;

    RefreshRefused(Reason reason) {
        this(reason, "", "");
    }

    RefreshRefused(Reason reason, String sessionId, String userId) {
        super(reason.name(), null, false, false);
        this.reason = reason;
        this.sessionId = sessionId;
        this.userId = userId;
    }

    /** For a text that is not a valid token. */
    public static RefreshRefused unknown() {
        return new RefreshRefused(Reason.UNKNOWN);
    }

    /** The session that was ended for a reuse; empty otherwise. */
    public String sessionId() {
        return sessionId;
    }

    /** The user whose session was ended for a reuse; empty otherwise. */
    public String userId() {
        return userId;
    }

    public Reason reason() {
        return reason;
    }
}
