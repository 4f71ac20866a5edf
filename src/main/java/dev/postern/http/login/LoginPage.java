package dev.postern.http.login;

import dev.postern.http.pages.Form;
import java.util.Optional;

/**
 * The sign-in page.
 *
 * @param next the page to show then, as it is checked
 * @param state the state of a hand-over to another host; empty for none
 * @param destination the host to continue to; empty for the account page
 * @param news why the last session is over
 * @param help whom to ask
 */
public record LoginPage(
        Form form,
        String next,
        String state,
        Optional<String> destination,
        Optional<String> news,
        Optional<String> help) {}
