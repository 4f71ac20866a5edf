package dev.postern.users;

import java.util.Optional;
import java.util.Set;

/**
 * Changes of a user by an administrator; empty fields stay unchanged.
 *
 * @param password a new one, which ends the user's sessions
 */
public record UserChange(Optional<Set<String>> roles, Optional<Boolean> disabled, Optional<String> password) {
    public static UserChange ofRoles(Set<String> roles) {
        return new UserChange(Optional.of(roles), Optional.empty(), Optional.empty());
    }

    public static UserChange ofDisabled(boolean disabled) {
        return new UserChange(Optional.empty(), Optional.of(disabled), Optional.empty());
    }

    public static UserChange ofPassword(String password) {
        return new UserChange(Optional.empty(), Optional.empty(), Optional.of(password));
    }

    /** Without the password, so that no log gets it. */
    @Override
    public String toString() {
        return "UserChange[roles=" + roles + ", disabled=" + disabled + "]";
    }
}
