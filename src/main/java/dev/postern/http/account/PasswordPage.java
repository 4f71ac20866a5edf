package dev.postern.http.account;

import dev.postern.http.pages.Form;

/**
 * Choosing a password, with the present one or by a link.
 *
 * @param username for the password manager
 * @param minLength the fewest characters
 */
public record PasswordPage(Form form, String username, int minLength) {}
