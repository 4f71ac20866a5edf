package dev.postern.users;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A personal token without its secret. Scripts use it to act for a person.
 *
 * @param name what its owner calls it
 * @param groups the path groups that it is restricted to; empty for all groups of its owner
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
