package dev.postern.users;

import java.util.List;

/**
 * Some of the users who have a role.
 *
 * @param more how many further there are
 */
public record RoleMembers(List<String> names, int more) {
    /** Of no role. */
    public static final RoleMembers NONE = new RoleMembers(List.of(), 0);
}
