package dev.postern.users;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The store of personal tokens. Every call is one transaction; instants are kept to the millisecond. */
public interface PersonalTokenStore {

    /** A token with its owner, both as they are now. */
    record Held(PersonalToken token, User owner) {}

    /** Adds a token; false if there is no such user, or if the user has {@code most} valid ones. */
    boolean insert(PersonalToken token, String digest, int most);

    Optional<Held> find(String digest);

    /** Tokens that are not expired at {@code now}, the newest first; of all users where {@code userId} is empty. */
    List<Held> list(String userId, Instant now);

    /** Removes a token; empty if there is none with this ID. */
    Optional<Held> remove(String id);

    /** Stores when tokens, by their IDs, were last used; may be lost in a power failure. */
    void recordUse(Map<String, Instant> usedAt);

    /** Deletes tokens that expired before {@code now}. */
    void prune(Instant now);
}
