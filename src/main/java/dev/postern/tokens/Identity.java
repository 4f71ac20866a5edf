package dev.postern.tokens;

import java.util.Set;

/**
 * What an access token says of a person.
 *
 * @param subject the user's id ({@code sub}); not empty
 * @param username not empty
 * @param roles may be empty
 * @param sessionId the session that the token belongs to ({@code sid}); not empty
 */
public record Identity(String subject, String username, Set<String> roles, String sessionId) {

    /** @throws IllegalArgumentException if a text is empty, which the verifier would refuse */
    public Identity {
        roles = Set.copyOf(roles);
        if (subject.isEmpty() || username.isEmpty() || sessionId.isEmpty() || roles.contains("")) {
            throw new IllegalArgumentException("an identity has no empty parts");
        }
    }
}
