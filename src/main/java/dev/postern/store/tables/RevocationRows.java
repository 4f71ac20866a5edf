package dev.postern.store.tables;

import dev.postern.sessions.SessionStore.Revocation;
import dev.postern.store.Changes;
import dev.postern.store.Database;
import dev.postern.store.engine.Engine;
import dev.postern.users.User;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/**
 * Ends of sessions, and the news of them, as parts of larger transactions.
 *
 * <p>Numbers of news must become visible in their order, for followers ask for what comes after the last that they saw.
 * So whoever tells holds a lock from the drawing of the number to the commit; it is taken last, so that nobody who holds
 * it waits for a row.
 */
final class RevocationRows {
    static final String SESSION = "sid";
    static final String SUBJECT = "sub";
    static final String TOKEN = "jti";

    private final Engine engine;
    private final Changes changes;

    RevocationRows(Database database) {
        this.engine = database.engine();
        this.changes = database.changes();
    }

    /** Ends those of the sessions that are there, and gives their ids. */
    List<String> end(Handle handle, Collection<String> sessionIds, Instant at) {
        if (sessionIds.isEmpty()) {
            return List.of();
        }
        return endLocked(
                handle,
                handle.createQuery("SELECT id FROM sessions WHERE id IN (<ids>) " + inOrder())
                        .bindList("ids", List.copyOf(sessionIds)),
                at);
    }

    /** Ends the user's sessions but for one, and gives their ids. */
    List<String> endAll(Handle handle, String userId, String exceptId, Instant at) {
        return endLocked(
                handle,
                handle.createQuery("SELECT id FROM sessions WHERE user_id = :user AND id <> :except " + inOrder())
                        .bind("user", userId)
                        .bind("except", exceptId),
                at);
    }

    /** The end of a query that locks: two who end the same sessions must not wait for each other in a circle. */
    private String inOrder() {
        return "ORDER BY id" + engine.rowLock();
    }

    private List<String> endLocked(Handle handle, Query locking, Instant at) {
        List<String> ended = locking.mapTo(String.class).list().stream()
                .filter(id -> handle.execute("DELETE FROM sessions WHERE id = ?", id) == 1)
                .toList();
        tell(handle, SESSION, ended, Instant.EPOCH, at);
        return ended;
    }

    /**
     * Refuses the user's access tokens issued so far. Those to come are dated from the next second on, or from a second
     * past where the last such change has put them.
     */
    void refuseTokens(Handle handle, User user, Instant at) {
        Instant next = at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        Instant from =
                user.tokensFrom().isBefore(next) ? next : user.tokensFrom().plusSeconds(1);
        handle.execute("UPDATE users SET tokens_from = ? WHERE id = ?", from.toEpochMilli(), user.id());
        tell(handle, SUBJECT, List.of(user.id()), from, at);
    }

    /** Refuses the access tokens that a client, which is no more, was issued. */
    void refuseTokens(Handle handle, String clientId, Instant at) {
        tell(
                handle,
                SUBJECT,
                List.of(clientId),
                at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1),
                at);
    }

    /** Refuses one access token, which belongs to no session, until it has expired; false if it was refused already. */
    boolean refuseToken(Handle handle, String tokenId, Instant expiresAt, Instant at) {
        engine.lock(handle, "revocations");
        boolean told = handle.createQuery("SELECT 1 FROM revocations WHERE kind = :kind AND id = :id")
                .bind("kind", TOKEN)
                .bind("id", tokenId)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
        if (!told) {
            tell(handle, TOKEN, List.of(tokenId), expiresAt, at);
        }
        return !told;
    }

    private void tell(Handle handle, String kind, List<String> ids, Instant before, Instant at) {
        if (ids.isEmpty()) {
            return;
        }
        engine.lock(handle, "revocations");
        PreparedBatch news =
                handle.prepareBatch("INSERT INTO revocations (kind, id, before, told_at) VALUES (?, ?, ?, ?)");
        ids.forEach(id -> news.add(kind, id, before.toEpochMilli(), at.toEpochMilli()));
        news.execute();
        engine.announce(handle);
        changes.noteRevocations(ids.stream()
                .map(id -> new Revocation(0, kind(kind), id, before, at))
                .toList());
    }

    static Revocation.Kind kind(String stored) {
        return switch (stored) {
            case SESSION -> Revocation.Kind.SESSION;
            case TOKEN -> Revocation.Kind.TOKEN;
            default -> Revocation.Kind.SUBJECT;
        };
    }

    /**
     * Takes back a date that a clock set far ahead has given to the user's tokens: those issued from now on are accepted
     * again, those issued before are refused. Sessions that were opened or refreshed by that clock end, since their
     * tokens would become valid when its time comes.
     */
    void redate(Handle handle, User user, Instant latest, Instant at) {
        Instant from = at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        endLocked(
                handle,
                handle.createQuery(
                                "SELECT id FROM sessions WHERE user_id = :user AND rotated_at > :latest " + inOrder())
                        .bind("user", user.id())
                        .bind("latest", latest.toEpochMilli()),
                at);
        handle.execute("UPDATE users SET tokens_from = ? WHERE id = ?", from.toEpochMilli(), user.id());
        tell(handle, SUBJECT, List.of(user.id()), from, at);
    }
}
