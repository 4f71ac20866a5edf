package dev.postern.sessions;

import dev.postern.users.User;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The store of sessions and revocations. Every call is one transaction; instants are kept to the millisecond.
 *
 * <p>A store that does not answer throws {@code StoreUnavailable} within 5 seconds.
 */
public interface SessionStore {

    /**
     * A session that was added.
     *
     * @param user as the user was when it was added
     * @param displaced the IDs of the user's sessions that were ended, because there were too many
     */
    record Opened(User user, List<String> displaced) {}

    /** A session and its user, as both are at one moment. */
    record Owned(StoredSession session, User user) {}

    /**
     * A use of a session by a browser.
     *
     * @param expiresAt when the session expires, if it is not used again
     */
    record Use(String sessionId, Instant at, Instant expiresAt) {}

    /**
     * Adds a session, sets the time of the user's last login, and ends the sessions above {@code maxPerUser} that were unused for the longest time. Empty, and
     * nothing changed, if the user was removed or disabled, or has other {@link User#credentials()} by now.
     */
    Optional<Opened> open(StoredSession session, long credentials, int maxPerUser);

    Optional<StoredSession> find(String id);

    /** The sessions of these IDs that exist, at most a thousand, with their users. */
    List<Owned> findOwned(Collection<String> ids);

    /**
     * Moves the last use and the expiry of sessions forward; one that is gone, or was used later, is left as it is. May
     * return before the change would survive a power loss.
     */
    void recordUses(List<Use> uses);

    /**
     * Marks a code as used; false if it was used before.
     *
     * @param expiresAt when the code is refused anyway, and the mark may be deleted
     */
    boolean useCode(String id, Instant expiresAt);

    /**
     * A page of all sessions that are not expired at {@code now}, in the order of their ids.
     *
     * @param afterId the id to go on behind; empty to begin at the first
     */
    List<StoredSession> list(String afterId, Instant now, int limit);

    /** The user's sessions that are not expired at {@code now}, the last used first. */
    List<StoredSession> listByUser(String userId, Instant now);

    /**
     * Moves a session from one generation to a later one; false, and nothing changed, when it is not at {@code from}
     * (or over). May return before the change would survive a power loss.
     */
    boolean rotate(String id, long from, long to, Instant at, Instant expiresAt);

    /** Ends the session; false, and nothing changed, when it is not there. */
    boolean end(String id, Instant at);

    /** Ends the given sessions, at most a thousand, and returns the IDs of those that existed. */
    List<String> end(Collection<String> ids, Instant at);

    /**
     * Ends the user's sessions but for one.
     *
     * @param exceptId the session to spare; empty for none
     * @return the ids of those that ended
     */
    List<String> endAll(String userId, String exceptId, Instant at);

    /** Revokes an access token that belongs to no session; false if it was revoked already. */
    boolean revokeToken(String tokenId, Instant expiresAt, Instant at);

    /** At most {@code limit} revocations after {@code seq}, in order; 0 to begin with the first. */
    List<Revocation> revokedSince(long seq, int limit);

    /**
     * Deletes sessions and used codes that expired before {@code now}, revocations made before {@code toldBefore}, and those of tokens
     * that expired before {@code tokensExpiredBefore}. Never deletes the last revocation: instances
     * that start later read the last number from it.
     */
    void prune(Instant now, Instant toldBefore, Instant tokensExpiredBefore);
}
