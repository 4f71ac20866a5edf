package dev.postern.users;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where users are kept. Every call is one transaction; instants are kept to the millisecond.
 *
 * <p>A store that does not answer throws an unchecked exception of its own, within 5 seconds.
 */
public interface UserStore {

    /** A user with what only the store and {@link Passwords} may see. */
    record StoredUser(User user, String usernameKey, String passwordHash) {

        /** Leaves out the hash, so that no log gets it. */
        @Override
        public String toString() {
            return "StoredUser[" + user + "]";
        }
    }

    /** Adds the user; false, and nothing changed, when the username's key is taken. */
    boolean insert(StoredUser user);

    /** Adds the user to a store that holds none; false, and nothing changed, when it holds any. */
    boolean insertFirst(StoredUser user);

    Optional<StoredUser> findByUsernameKey(String usernameKey);

    Optional<StoredUser> findById(String id);

    /**
     * Users in the order of their username keys, compared by code points.
     *
     * @param query a case-insensitive part of the name, given in the form of a username key; empty for all
     * @param afterKey the username key to go on behind; empty to begin at the first
     */
    List<StoredUser> list(String query, String afterKey, int limit);

    /** Replaces the hash if it is still {@code oldHash}; false, and nothing changed, when it is not. */
    boolean replacePasswordHash(String id, String oldHash, String newHash);

    /** Sets the time of the last login; does nothing for a user who is not there. */
    void recordLogin(String id, Instant at);
}
