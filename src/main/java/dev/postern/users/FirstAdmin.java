package dev.postern.users;

import dev.postern.crypto.RandomText;
import java.util.Optional;
import java.util.Set;

/**
 * The administrator of a store that had no users.
 *
 * @param generatedPassword the password, if it was generated; it is nowhere else
 */
public record FirstAdmin(User user, Optional<String> generatedPassword) {
    /**
     * Creates the user {@code admin} with the role {@code admin}, if there is no user at all. Of several servers that start
     * at once, one creates it.
     *
     * @param password empty to generate one
     * @return empty if there was a user already
     * @throws PasswordRefused for the given password
     */
    public static Optional<FirstAdmin> createIn(Users users, Optional<String> password) throws PasswordRefused {
        Optional<String> generated = password.isPresent() ? Optional.empty() : Optional.of(RandomText.password());
        try {
            return users.addFirst(
                            "admin",
                            Set.of("admin"),
                            password.or(() -> generated).orElseThrow())
                    .map(user -> new FirstAdmin(user, generated));
        } catch (LoginRefused | UserRefused impossible) {
            throw new IllegalStateException("nobody else hashes yet, and name and role are valid", impossible);
        }
    }
}
