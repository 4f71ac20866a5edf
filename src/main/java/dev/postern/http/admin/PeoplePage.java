package dev.postern.http.admin;

import dev.postern.http.pages.Form;
import dev.postern.users.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everybody who has an account, page by page.
 *
 * @param query the part of the name that was searched for
 * @param next the link to the next page
 * @param form the one that adds a person
 */
public record PeoplePage(String query, List<User> people, Optional<String> next, Form form, Instant now) {}
