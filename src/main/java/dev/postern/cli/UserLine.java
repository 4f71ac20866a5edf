package dev.postern.cli;

import dev.postern.users.User;

/** A user as commands print one for people. */
final class UserLine {
    private UserLine() {}

    static String of(User user) {
        String roles = String.join(",", user.roles().stream().sorted().toList());
        return "%-24s %-24s %s%s"
                .formatted(
                        user.username(),
                        roles.isEmpty() ? "-" : roles,
                        user.lastLoginAt().map(at -> "last login " + at).orElse("never logged in"),
                        user.disabled() ? ", disabled" : "");
    }
}
