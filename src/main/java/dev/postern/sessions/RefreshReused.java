package dev.postern.sessions;

/** A refresh token that was used before. It may be stolen, so its session was ended. */
public final class RefreshReused extends RefreshRefused {
    private static final long serialVersionUID = 1;

    private final String sessionId;
    private final String userId;

    RefreshReused(String sessionId, String userId) {
        super(Reason.REUSED);
        this.sessionId = sessionId;
        this.userId = userId;
    }

    /** The session that was ended. */
    public String sessionId() {
        return sessionId;
    }

    /** The user whose session was ended. */
    public String userId() {
        return userId;
    }
}
