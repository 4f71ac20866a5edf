package dev.postern.sessions;

import java.util.List;

/**
 * The result of a sign-in by a browser.
 *
 * @param displaced the IDs of the user's sessions that were ended because there were too many
 */
public record OpenedBrowserSession(IssuedCookie cookie, List<String> displaced) {}
