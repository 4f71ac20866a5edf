package dev.postern.users;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A person who may sign in, without the password's hash.
 *
 * @param id what tokens name the person by; never changes
 * @param username as the person writes it, in Unicode NFC
 * @param roles what the gate's groups may ask for
 * @param disabled whether signing in is refused
 * @param tokensFrom a whole second; access tokens issued before it are refused, since they tell of other roles
 * @param credentials grows with each change of password and each disabling
 */
public record User(
        String id,
        String username,
        Set<String> roles,
        boolean disabled,
        Instant createdAt,
        Optional<Instant> lastLoginAt,
        Instant tokensFrom,
        long credentials) {

    /** The role of those who administer. */
    public static final String ADMIN = "admin";

    public User {
        roles = Set.copyOf(roles);
    }

    /** A user of whom nothing has been changed yet. */
    public User(
            String id,
            String username,
            Set<String> roles,
            boolean disabled,
            Instant createdAt,
            Optional<Instant> lastLoginAt) {
        this(id, username, roles, disabled, createdAt, lastLoginAt, Instant.EPOCH, 0);
    }

    /** Whether the user may administer now. */
    public boolean isActiveAdmin() {
        return !disabled && roles.contains(ADMIN);
    }

    /** As far as an administrator's change says; what the store counts with it is as before. */
    User changedBy(UserChange change) {
        return new User(
                id,
                username,
                change.roles().orElse(roles),
                change.disabled().orElse(disabled),
                createdAt,
                lastLoginAt,
                tokensFrom,
                credentials);
    }

    User withLastLogin(Instant at) {
        return new User(id, username, roles, disabled, createdAt, Optional.of(at), tokensFrom, credentials);
    }
}
