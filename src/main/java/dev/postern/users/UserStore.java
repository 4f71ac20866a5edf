package dev.postern.users;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The store of users. Every call is one transaction; instants are kept to the millisecond.
 *
 * <p>A store that does not answer throws {@code StoreUnavailable} within 5 seconds.
 */
public interface UserStore {

    /** A user with the fields that only the store and {@link Passwords} use. */
    record StoredUser(User user, String usernameKey, String passwordHash, Imported imported) {

        public StoredUser(User user, String usernameKey, String passwordHash) {
            this(user, usernameKey, passwordHash, Imported.NOTHING);
        }

        /** Whether the hash was imported from another system, and was not replaced since. */
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
     * The values of the last import of a user; empty if it had none. They distinguish a repeated import from a change.
     */
    record Imported(Optional<String> passwordHash, Optional<Set<String>> roles, Optional<Boolean> disabled) {
        static final Imported NOTHING = new Imported(Optional.empty(), Optional.empty(), Optional.empty());

        /** With the values of a later import. */
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
     * Changes by an administrator; empty fields stay unchanged.
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
     * An imported user.
     *
     * @param user to be added, or the existing one
     * @param change the change of an existing user; empty to add one
     * @param imported the values to remember of this and earlier imports
     */
    record Import(StoredUser user, Optional<Change> change, Imported imported) {}

    /** The result of a change. */
    enum Outcome {
        DONE,
        NOT_FOUND,
        /** Nothing was changed: no enabled user with the role {@code admin} would be left. */
        LAST_ADMIN
    }

    /** Adds the user; false if the username's key is taken. */
    boolean insert(StoredUser user);

    /** Adds the user if the store has none; false if it has any. */
    boolean insertFirst(StoredUser user);

    Optional<StoredUser> findByUsernameKey(String usernameKey);

    Optional<StoredUser> findById(String id);

    /**
     * Users in the order of their username keys, compared by code points.
     *
     * @param query a case-insensitive part of the name, given in the form of a username key; empty for all
     * @param afterKey the username key after which to continue; empty to start with the first
     */
    List<StoredUser> list(String query, String afterKey, int limit);

    /** The names of the enabled users with any of these roles, the first of them and the number of the rest. */
    RoleMembers enabledWith(Set<String> roles, int limit);

    /**
     * Replaces the hash by another of the same password, if it is still {@code oldHash}; false, and nothing changed,
     * when it is not.
     */
    boolean replacePasswordHash(String id, String oldHash, String newHash);

    /**
     * Replaces the hash by one of another password, if it is still {@code oldHash}, and ends the user's sessions but
     * for one.
     *
     * @param spareSessionId the session to spare
     * @return how many sessions have ended; empty, and nothing changed, if the hash is another one
     */
    OptionalInt changePassword(String id, String oldHash, String newHash, String spareSessionId, Instant at);

    /**
     * Changes a user, completely or not at all. Changed roles set {@code tokensFrom} to the second after {@code at}, or
     * one second later if it is there already. Disabling and a new password end the user's sessions. Revocations are
     * written in the same transaction.
     */
    Outcome change(String id, Change change, Instant at);

    /**
     * Corrects {@code tokensFrom} if it is later than {@code latest}: then a clock that was ahead has dated a change of
     * roles. Tokens issued before {@code at} stay refused; sessions opened or refreshed after {@code latest} end.
     */
    void redate(String id, Instant latest, Instant at);

    /**
     * Adds and changes users, in their order, in one transaction.
     *
     * @param rehearsal to roll back in the end
     * @return the index of the one that failed, then nothing was changed; empty if all succeeded
     */
    OptionalInt importAll(List<Import> imports, boolean rehearsal, Instant at);

    /** Removes a user with all data, and revokes the user's sessions. */
    Outcome remove(String id, Instant at);
}
