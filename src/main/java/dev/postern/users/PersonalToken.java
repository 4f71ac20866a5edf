package dev.postern.users;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A personal token, without its secret: what a person's scripts present in the person's place.
 *
 * @param name what its owner calls it
 * @param groups the path groups that it is kept to; empty for all that its owner may enter
 * @param lastUsedAt to the minute
 */
public record PersonalToken(
        String id,
        String userId,
        String name,
        Set<String> groups,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> lastUsedAt) {

    public PersonalToken {
        groups = Set.copyOf(groups);
    }

    /** Whether the token may be used on requests of a group. */
    public boolean covers(String group) {
        return groups.isEmpty() || groups.contains(group);
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
