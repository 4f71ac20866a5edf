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
 */
public record User(
        String id,
        String username,
        Set<String> roles,
        boolean disabled,
        Instant createdAt,
        Optional<Instant> lastLoginAt) {

    public User {
        roles = Set.copyOf(roles);
    }
}
