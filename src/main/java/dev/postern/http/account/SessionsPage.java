package dev.postern.http.account;

import dev.postern.sessions.Session;
import java.time.Instant;
import java.util.List;

/**
 * Where a person is signed in.
 *
 * @param current the ID of the session that looks at the page; empty for none
 */
public record SessionsPage(List<Session> sessions, String current, Instant now) {

    public boolean isCurrent(Session session) {
        return session.id().equals(current);
    }

    public long others() {
        return sessions.stream().filter(session -> !isCurrent(session)).count();
    }
}
