package dev.postern.users;

import java.time.Instant;
import java.util.Optional;

/** Where the links are kept by which people choose their passwords; at most one a user. Every call is one transaction. */
public interface SetupLinkStore {

    /** Keeps a link, in place of the user's last one; false, and nothing kept, when there is no such user. */
    boolean put(String userId, String digest, Instant expiresAt);

    /** The user of a link that has not lapsed. */
    Optional<String> userOf(String digest, Instant now);

    /**
     * Gives the user of a link that has not lapsed a password, takes the link away and ends the user's sessions; false,
     * and nothing changed, when there is no such link. Of several callers at once, one succeeds.
     */
    boolean redeem(String digest, String passwordHash, Instant now);
}
