package dev.postern.users;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where personal tokens are kept. Every call is one transaction; instants are kept to the millisecond. */
public interface PersonalTokenStore {

    /** A token with its owner as they are now. */
    record Held(PersonalToken token, User owner) {}

    /** Adds a token; false, and nothing changed, when there is no such user or they have {@code most} living ones. */
    boolean insert(PersonalToken token, String digest, int most);

    Optional<Held> find(String digest);

    /** Tokens that are not expired at {@code now}, the newest first; of all users where {@code userId} is empty. */
    List<Held> list(String userId, Instant now);

    /** Takes a token away; empty when there is none of this id. */
    Optional<Held> remove(String id);

    /** Notes when tokens, by their ids, were last used; may be lost by a power loss. */
    void recordUse(Map<String, Instant> usedAt);

    /** Forgets tokens that expired before {@code now}. */
    void prune(Instant now);
}
