package dev.postern.users;

import dev.postern.crypto.RandomText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Links with which people choose their own passwords. A link works once, for a day. Thread-safe. Exceptions of the
 * store are passed on.
 */
public final class SetupLinks {

    /** How long a link is valid. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    private final SetupLinkStore store;
    private final Users users;
    private final InstantSource clock;

    public SetupLinks(SetupLinkStore store, Users users, InstantSource clock) {
        this.store = store;
        this.users = users;
        this.clock = clock;
    }

    /**
     * Creates a link for a user and returns its secret part; the last link becomes invalid. The secret cannot be shown
     * again: only its digest is stored.
     *
     * @throws UserRefused {@code NOT_FOUND}
     */
    public String make(String userId) throws UserRefused {
        String secret = RandomText.secret();
        if (!store.put(userId, RandomText.digest(secret), clock.instant().plus(LIFETIME))) {
            throw new UserRefused(UserRefused.Reason.NOT_FOUND);
        }
        return secret;
    }

    /** The enabled user of a link; empty if the link has expired or was used. */
    public Optional<User> userOf(String secret) {
        return store.userOf(RandomText.digest(secret), clock.instant())
                .flatMap(users::find)
                .filter(user -> !user.disabled());
    }

    /**
     * Sets the chosen password of a link's user, and ends the user's sessions.
     *
     * @return the user
     * @throws UserRefused {@code INVALID_LINK}; checked before the password
     */
    public User redeem(String secret, String password) throws UserRefused, PasswordRefused, LoginRefused {
        User user = userOf(secret).orElseThrow(SetupLinks::invalid);
        String hash = users.newHash(user.username(), password);
        Instant now = clock.instant();
        if (!store.redeem(RandomText.digest(secret), hash, now)) {
            throw invalid();
        }
        return user;
    }

    private static UserRefused invalid() {
        return new UserRefused(UserRefused.Reason.INVALID_LINK);
    }
}
