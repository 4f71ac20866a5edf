package dev.postern.users;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A service that acts for itself, by OAuth's client credentials grant (RFC 6749, section 4.4); without its secret.
 *
 * @param lastUsedAt to the minute
 */
public record Client(String id, Set<String> roles, Instant createdAt, Optional<Instant> lastUsedAt) {
    public Client {
        roles = Set.copyOf(roles);
    }
}
