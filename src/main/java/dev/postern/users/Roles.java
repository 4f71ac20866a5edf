package dev.postern.users;

import java.util.Set;
import java.util.regex.Pattern;

/** The rule for the roles of a user or client: at most 32, each 1 to 64 of {@code a-z 0-9 . _ : -}. */
final class Roles {
    private static final Pattern ROLE = Pattern.compile("[a-z0-9._:-]{1,64}");
    private static final int MAX = 32;

    private Roles() {}

    /** @throws UserRefused {@code INVALID_ROLE} */
    static void check(Set<String> roles) throws UserRefused {
        if (roles.size() > MAX
                || !roles.stream().allMatch(role -> ROLE.matcher(role).matches())) {
            throw new UserRefused(UserRefused.Reason.INVALID_ROLE);
        }
    }
}
