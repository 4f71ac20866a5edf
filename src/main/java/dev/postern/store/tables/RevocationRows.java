package dev.postern.store.tables;

import dev.postern.sessions.Revocation;
import dev.postern.store.Changes;
import dev.postern.store.Database;
import dev.postern.store.engine.Dialect;
import dev.postern.users.User;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/**
 * Ends sessions and writes revocations, as parts of larger transactions.
 *
 * <p>The numbers of revocations must become visible in order, because followers read everything after the last number
 * that they saw. So a writer holds a lock from drawing the number until the commit. The lock is taken last, so that
 * nobody who holds it waits for a row.
 */
final class RevocationRows {
    static final String SESSION = "sid";
    static final String SUBJECT = "sub";
    static final String TOKEN = "jti";

    private final Dialect dialect;
    private final Changes changes;

    RevocationRows(Database database) {
        this.dialect = database.dialect();
        this.changes = database.changes();
    }

    /** Ends the given sessions, and returns the IDs of those that existed. */
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

    /** Ends the user's sessions except one, and returns their IDs. */
    List<String> endAll(Handle handle, String userId, String exceptId, Instant at) {
        return endLocked(
                handle,
                handle.createQuery("SELECT id FROM sessions WHERE user_id = :user AND id <> :except " + inOrder())
                        .bind("user", userId)
                        .bind("except", exceptId),
                at);
    }

    /** The end of a locking query, always in the same order: two transactions must not wait for each other. */
    private String inOrder() {
        return "ORDER BY id" + dialect.rowLock();
    }

    private List<String> endLocked(Handle handle, Query locking, Instant at) {
        List<String> ended = locking.mapTo(String.class).list().stream()
                .filter(id -> handle.execute("DELETE FROM sessions WHERE id = ?", id) == 1)
                .toList();
        insert(handle, SESSION, ended, Instant.EPOCH, at);
        return ended;
    }

    /**
     * Revokes the user's access tokens issued so far. New tokens are dated from the next second on, or from one second
     * after the date of the last such change.
     */
    void refuseTokens(Handle handle, User user, Instant at) {
        Instant next = at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        Instant from =
                user.tokensFrom().isBefore(next) ? next : user.tokensFrom().plusSeconds(1);
        handle.execute("UPDATE users SET tokens_from = ? WHERE id = ?", from.toEpochMilli(), user.id());
        insert(handle, SUBJECT, List.of(user.id()), from, at);
    }

    /** Revokes the access tokens of a removed client. */
    void refuseTokens(Handle handle, String clientId, Instant at) {
        insert(
                handle,
                SUBJECT,
                List.of(clientId),
                at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1),
                at);
    }

    /** Refuses one access token, which belongs to no session, until it has expired; false if it was refused already. */
    boolean refuseToken(Handle handle, String tokenId, Instant expiresAt, Instant at) {
        dialect.lock(handle, "revocations");
        boolean exists = handle.createQuery("SELECT 1 FROM revocations WHERE kind = :kind AND id = :id")
                .bind("kind", TOKEN)
                .bind("id", tokenId)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
        if (!exists) {
            insert(handle, TOKEN, List.of(tokenId), expiresAt, at);
        }
        return !exists;
    }

    private void insert(Handle handle, String kind, List<String> ids, Instant before, Instant at) {
        if (ids.isEmpty()) {
            return;
        }
        dialect.lock(handle, "revocations");
        PreparedBatch rows =
                handle.prepareBatch("INSERT INTO revocations (kind, id, before, told_at) VALUES (?, ?, ?, ?)");
        ids.forEach(id -> rows.add(kind, id, before.toEpochMilli(), at.toEpochMilli()));
        rows.execute();
        dialect.announce(handle);
        changes.noteRevocations(
                ids.stream().map(id -> revocation(0, kind, id, before, at)).toList());
    }

    /** @param before the column of that name: when a token expires, or the date for a subject's tokens */
    static Revocation revocation(long seq, String kind, String id, Instant before, Instant at) {
        return switch (kind) {
            case SESSION -> new Revocation.OfSession(seq, id, at);
            case TOKEN -> new Revocation.OfToken(seq, id, before, at);
            case SUBJECT -> new Revocation.OfSubject(seq, id, before, at);
            default -> throw new IllegalStateException("a revocation of an unknown kind: " + kind);
        };
    }

    /**
     * Corrects the date of the user's tokens if a clock was far ahead: those issued from now on are accepted again,
     * those issued before are refused. Sessions that were opened or refreshed by that clock end, since their tokens
     * would become valid when its time comes.
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
        insert(handle, SUBJECT, List.of(user.id()), from, at);
    }
}
