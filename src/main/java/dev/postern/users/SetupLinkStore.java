package dev.postern.users;

import java.time.Instant;
import java.util.Optional;

/** The store of setup links; at most one per user. Every call is one transaction. */
public interface SetupLinkStore {

    /** Adds a link and deletes the user's last one; false if there is no such user. */
    boolean put(String userId, String digest, Instant expiresAt);

    /** The user of a link that has not expired. */
    Optional<String> userOf(String digest, Instant now);

    /**
     * Sets the password of a link's user, deletes the link and ends the user's sessions; false if there is no such
     * link. If several callers try at once, one succeeds.
     */
    boolean redeem(String digest, String passwordHash, Instant now);
}
