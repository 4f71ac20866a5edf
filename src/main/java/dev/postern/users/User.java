package dev.postern.users;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A person who may sign in, without the password's hash.
 *
 * @param id what tokens name the person by; never changes
 * @param username as the person writes it, in Unicode NFC
 * @param roles the roles that path groups require
 * @param disabled whether signing in is refused
 * @param tokensFrom a whole second; access tokens issued before it are refused, because they have old roles
 * @param credentials increases with each change of the password and each disabling
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

    /** The role of administrators. */
    public static final String ADMIN = "admin";

    public User {
        roles = Set.copyOf(roles);
    }

    /** A new user. */
    public User(
            String id,
            String username,
            Set<String> roles,
            boolean disabled,
            Instant createdAt,
            Optional<Instant> lastLoginAt) {
        this(id, username, roles, disabled, createdAt, lastLoginAt, Instant.EPOCH, 0);
    }

    /** Whether the user is an enabled administrator. */
    public boolean isActiveAdmin() {
        return !disabled && roles.contains(ADMIN);
    }

    /** The user after a change; fields that the store computes are unchanged. */
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
}
