package dev.postern.sessions;

import dev.postern.users.User;

/**
 * The result of a login.
 *
 * @param user as the user was when the session was opened: every later change ends it or refuses its tokens
 */
public record OpenedSession(User user, Renewal renewal) {}
