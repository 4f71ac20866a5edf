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
        /** The token had been spent before: taken for theft, and the session has been ended for it. */
        REUSED
    }

    private final Reason reason;

    RefreshRefused(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
