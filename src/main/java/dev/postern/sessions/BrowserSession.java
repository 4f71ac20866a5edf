package dev.postern.sessions;

import dev.postern.users.User;
import java.time.Instant;
import java.util.Optional;

/**
 * A session that a browser continues by its cookie.
 *
 * @param user with the present roles
 * @param keptUntil when the browser shall drop the cookie; empty for when it closes
 */
public record BrowserSession(String id, User user, Optional<Instant> keptUntil) {

    static BrowserSession of(SessionStore.Owned owned) {
        StoredSession session = owned.session();
        return new BrowserSession(
                session.id(),
                owned.user(),
                session.kind() == SessionKind.BROWSER_KEPT ? Optional.of(session.endsAt()) : Optional.empty());
    }
}
