package dev.postern.http.account;

import dev.postern.http.pages.Form;
import dev.postern.users.PersonalToken;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A person's tokens for scripts.
 *
 * @param groups the names of all path groups
 * @param made the text of the token that was just made
 */
public record TokensPage(
        List<PersonalToken> tokens, Form form, Collection<String> groups, Optional<String> made, Instant now) {}
