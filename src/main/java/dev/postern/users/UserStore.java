package dev.postern.users;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where users are kept. Every call is one transaction; instants are kept to the millisecond.
 *
 * <p>A store that does not answer throws {@code StoreUnavailable} within 5 seconds.
 */
public interface UserStore {

    /** A user with what only the store and {@link Passwords} may see. */
    record StoredUser(User user, String usernameKey, String passwordHash, Imported imported) {

        public StoredUser(User user, String usernameKey, String passwordHash) {
            this(user, usernameKey, passwordHash, Imported.NOTHING);
        }

        /** Whether the password's hash was taken over from another system, and has not been replaced since. */
        boolean hasForeignHash() {
            return imported.passwordHash().filter(passwordHash::equals).isPresent();
        }

        /** Without the hash, so that no log gets it. */
        @Override
        public String toString() {
            return "StoredUser[" + user + "]";
        }
    }

    /**
     * What the last import said of a user; what it did not say is empty. By it another import of the same file is told
     * from a change.
     */
    record Imported(Optional<String> passwordHash, Optional<Set<String>> roles, Optional<Boolean> disabled) {
        static final Imported NOTHING = new Imported(Optional.empty(), Optional.empty(), Optional.empty());

        /** With what a later import said in place of what it says anew. */
        Imported then(Imported later) {
            return new Imported(
                    later.passwordHash.or(() -> passwordHash),
                    later.roles.or(() -> roles),
                    later.disabled.or(() -> disabled));
        }

        /** Without the hash, so that no log gets it. */
        @Override
        public String toString() {
            return "Imported[roles=" + roles + ", disabled=" + disabled + "]";
        }
    }

    /**
     * What an administrator changes; what is empty stays as it is.
     *
     * @param passwordHash the hash of a new password
     */
    record Change(Optional<Set<String>> roles, Optional<Boolean> disabled, Optional<String> passwordHash) {

        /** Without the hash, so that no log gets it. */
        @Override
        public String toString() {
            return "Change[roles=" + roles + ", disabled=" + disabled + "]";
        }
    }

    /**
     * A user from elsewhere.
     *
     * @param user to be added, or as it is
     * @param change what changes of a user who is there; empty to add one
     * @param imported what is remembered of this import and those before
     */
    record Import(StoredUser user, Optional<Change> change, Imported imported) {}

    /** What became of a change. */
    enum Outcome {
        DONE,
        NOT_FOUND,
        /** Nothing was changed, as no enabled user with the role {@code admin} would be left. */
        LAST_ADMIN
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

    /**
     * Replaces the hash by another of the same password, if it is still {@code oldHash}; false, and nothing changed,
     * when it is not.
     */
    boolean replacePasswordHash(String id, String oldHash, String newHash);

    /**
     * Replaces the hash by one of another password, if it is still {@code oldHash}, and ends the user's sessions but
     * for one; false, and nothing changed, when it is not.
     *
     * @param spareSessionId the session to spare
     */
    boolean changePassword(String id, String oldHash, String newHash, String spareSessionId, Instant at);

    /**
     * Changes a user, all or nothing. Other roles move {@code tokensFrom} to the second after {@code at}, or by one where it is
     * there already; disabling and
     * a new password end the user's sessions. Where the store keeps revocations, it tells of them in the same
     * transaction.
     */
    Outcome change(String id, Change change, Instant at);

    /**
     * Lets access tokens of the user be issued again, where {@code tokensFrom} is later than {@code latest}: a clock that
     * was ahead has dated a change of roles. Tokens issued before {@code at} stay refused; sessions opened or refreshed
     * later than {@code latest} end.
     */
    void redate(String id, Instant latest, Instant at);

    /**
     * Adds and changes users, in their order and all in one transaction.
     *
     * @param rehearsal to change nothing in the end
     * @return which of them, from 0, cannot be done, and nothing was; empty when all was done
     */
    OptionalInt importAll(List<Import> imports, boolean rehearsal, Instant at);

    /** Removes a user with all that is theirs, their sessions being told as ended. */
    Outcome remove(String id, Instant at);

    /** Sets the time of the last login; does nothing for a user who is not there. */
    void recordLogin(String id, Instant at);
}
