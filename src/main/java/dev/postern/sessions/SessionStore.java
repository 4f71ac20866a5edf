package dev.postern.sessions;

import java.time.Instant;
import java.util.Collection;
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
     * What other instances are told to refuse.
     *
     * @param seq grows by each, without a gap that a later one could fill, in one line of {@link #history()}
     * @param id of the session, the token ({@code jti}) or the subject
     * @param before of a subject, access tokens issued earlier are refused; of a token, when it expires; without meaning
     *     for a session
     * @param at when it was told
     */
    record Revocation(long seq, Kind kind, String id, Instant before, Instant at) {

        /** What is refused. */
        public enum Kind {
            /** All tokens of a session, which is over. */
            SESSION,
            /** One access token, which belongs to no session. */
            TOKEN,
            /** Access tokens of a user, for they tell of roles that have changed. */
            SUBJECT
        }
    }

    /**
     * Adds a session, unless the user is gone. Of the user's sessions past {@code maxPerUser} the longest unused end.
     *
     * @return the ids of the sessions that ended for it
     */
    List<String> open(StoredSession session, int maxPerUser);

    Optional<StoredSession> find(String id);

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

    /** Ends those of the sessions that are there, at most a thousand, and gives their ids. */
    List<String> end(Collection<String> ids, Instant at);

    /**
     * Ends the user's sessions but for one.
     *
     * @param exceptId the session to spare; empty for none
     * @return the ids of those that ended
     */
    List<String> endAll(String userId, String exceptId, Instant at);

    /**
     * Tells that an access token, which belongs to no session, is refused from now on until it has expired; false, and
     * nothing told, if that was told already.
     */
    boolean revokeToken(String tokenId, Instant expiresAt, Instant at);

    /**
     * The number of the line of history that the store is on, from 0 to 8191. It is another once the store has gone back
     * on what it had confirmed, as when a standby that lagged behind takes the place of its primary: then sequence
     * numbers may be used again.
     */
    int history();

    /** At most {@code limit} revocations after {@code seq}, in order; 0 to begin with the first. */
    List<Revocation> revokedSince(long seq, int limit);

    /**
     * Forgets sessions that expired before {@code now}, revocations told before {@code toldBefore}, and those of tokens
     * that expired before {@code tokensExpiredBefore}; but never the last revocation, by which instances that start later
     * know how far the numbers have come.
     */
    void prune(Instant now, Instant toldBefore, Instant tokensExpiredBefore);
}
