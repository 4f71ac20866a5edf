package dev.postern.sessions;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where sessions, and the news of their ends, are kept. Every call is one transaction; instants are kept to the
 * millisecond.
 *
 * <p>A store that does not answer throws an unchecked exception of its own, within 5 seconds.
 */
public interface SessionStore {

    /**
     * A session's end, as other instances learn of it.
     *
     * @param seq grows by each end, without a gap that a later end could fill
     */
    record Ended(long seq, String sessionId, Instant endedAt) {}

    /**
     * Adds a session. Of the user's sessions past {@code maxPerUser} the longest unused end.
     *
     * @return the ids of the sessions that ended for it
     */
    List<String> open(StoredSession session, int maxPerUser);

    Optional<StoredSession> find(String id);

    /** The user's sessions that are not expired at {@code now}, the last used first. */
    List<StoredSession> listByUser(String userId, Instant now);

    /**
     * Moves a session from one generation to a later one; false, and nothing changed, when it is not at {@code from}
     * (or over). May return before the change would survive a power loss.
     */
    boolean rotate(String id, long from, long to, Instant at, Instant expiresAt);

    /** Ends the session; false, and nothing changed, when it is not there. */
    boolean end(String id, Instant at);

    /**
     * Ends the user's sessions but for one.
     *
     * @param exceptId the session to spare; empty for none
     * @return the ids of those that ended
     */
    List<String> endAll(String userId, String exceptId, Instant at);

    /** At most {@code limit} ends after {@code seq}, in order; 0 to begin with the first. */
    List<Ended> endedSince(long seq, int limit);

    /** Forgets sessions that expired before {@code now} and ends told before {@code endedBefore}. */
    void prune(Instant now, Instant endedBefore);
}
