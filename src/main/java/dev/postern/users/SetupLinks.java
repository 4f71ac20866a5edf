package dev.postern.users;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Links by which people choose their own passwords: good for a day, and for one success. Thread-safe. What the store
 * throws comes out as it is.
 */
public final class SetupLinks {

    /** How long a link is good. */
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
     * The secret part of a new link for a user, whose last one is good no more. Shown once; only its digest is kept.
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

    /** The enabled user whom a link was made for; empty if it is good no more. */
    public Optional<User> userOf(String secret) {
        return store.userOf(RandomText.digest(secret), clock.instant())
                .flatMap(users::find)
                .filter(user -> !user.disabled());
    }

    /**
     * Gives the user of a link the password that they chose, and ends their sessions.
     *
     * @return the user
     * @throws UserRefused {@code INVALID_LINK}; before the password is looked at
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
