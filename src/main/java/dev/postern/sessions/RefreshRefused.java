package dev.postern.sessions;

/** A refresh token that buys nothing. */
public final class RefreshRefused extends Exception {
    private static final long serialVersionUID = 1;

    /** Why, for the log; whoever presented the token is not told. */
    public enum Reason {
        /** Not a token of ours, or of a session that is over or forgotten. */
        UNKNOWN,
        /** The session was not refreshed in time, or has reached its absolute end. */
        EXPIRED,
        /** While the request waited for the store, others moved the session on: it may be asked again. */
        OVERTAKEN,
        /** The token had been spent before: taken for theft, and the session has been ended for it. */
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

    /** What whoever presents anything else than a good token is told, at the least. */
    public static RefreshRefused unknown() {
        return new RefreshRefused(Reason.UNKNOWN);
    }

    /** Of the session that was ended for a reuse; empty otherwise. */
    public String sessionId() {
        return sessionId;
    }

    /** Whose session was ended for a reuse; empty otherwise. */
    public String userId() {
        return userId;
    }

    public Reason reason() {
        return reason;
    }
}
