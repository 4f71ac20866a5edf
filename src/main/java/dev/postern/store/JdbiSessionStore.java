package dev.postern.store;

import dev.postern.sessions.SessionStore;
import dev.postern.sessions.StoredSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Sessions in the table {@code sessions}, and their ends in {@code ended_sessions}. */
public final class JdbiSessionStore implements SessionStore {
    private static final String COLUMNS =
            "id, user_id, seed, generation, created_at, rotated_at, expires_at, ends_at, ip, user_agent";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM sessions ";

    private final Database database;

    public JdbiSessionStore(Database database) {
        this.database = database;
    }

    @Override
    public List<String> open(StoredSession session, int maxPerUser) {
        return database.durably(handle -> {
            Instant now = session.createdAt();
            // Nobody needs to be told of these: no access token outlives the session that it belongs to.
            handle.execute(
                    "DELETE FROM sessions WHERE user_id = ? AND expires_at <= ?", session.userId(), now.toEpochMilli());
            List<String> surplus = longestUnused(handle, session.userId(), maxPerUser - 1);
            surplus.forEach(id -> end(handle, id, now));
            insert(handle, session);
            return surplus;
        });
    }

    private static List<String> longestUnused(Handle handle, String userId, int spared) {
        return handle.createQuery("SELECT id FROM sessions WHERE user_id = :user "
                        + "ORDER BY rotated_at DESC, created_at DESC, id DESC LIMIT -1 OFFSET :spared")
                .bind("user", userId)
                .bind("spared", spared)
                .mapTo(String.class)
                .list();
    }

    private static void insert(Handle handle, StoredSession session) {
        handle.execute(
                "INSERT INTO sessions (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                session.id(),
                session.userId(),
                session.seed(),
                session.generation(),
                session.createdAt().toEpochMilli(),
                session.rotatedAt().toEpochMilli(),
                session.expiresAt().toEpochMilli(),
                session.endsAt().toEpochMilli(),
                session.ip(),
                session.userAgent());
    }

    @Override
    public Optional<StoredSession> find(String id) {
        return database.read(handle -> handle.createQuery(SELECT + "WHERE id = :id")
                .bind("id", id)
                .map(JdbiSessionStore::session)
                .findOne());
    }

    @Override
    public List<StoredSession> listByUser(String userId, Instant now) {
        return database.read(handle -> handle.createQuery(SELECT + "WHERE user_id = :user AND expires_at > :now "
                        + "ORDER BY rotated_at DESC, created_at DESC, id DESC")
                .bind("user", userId)
                .bind("now", now.toEpochMilli())
                .map(JdbiSessionStore::session)
                .list());
    }

    @Override
    public boolean rotate(String id, long from, long to, Instant at, Instant expiresAt) {
        return database.quickly(handle -> handle.execute(
                        "UPDATE sessions SET generation = ?, rotated_at = ?, expires_at = ? "
                                + "WHERE id = ? AND generation = ?",
                        to,
                        at.toEpochMilli(),
                        expiresAt.toEpochMilli(),
                        id,
                        from)
                == 1);
    }

    @Override
    public boolean end(String id, Instant at) {
        return database.durably(handle -> end(handle, id, at));
    }

    @Override
    public List<String> endAll(String userId, String exceptId, Instant at) {
        return database.durably(handle -> {
            List<String> ids = handle.createQuery("SELECT id FROM sessions WHERE user_id = :user AND id <> :except")
                    .bind("user", userId)
                    .bind("except", exceptId)
                    .mapTo(String.class)
                    .list();
            ids.forEach(id -> end(handle, id, at));
            return ids;
        });
    }

    private static boolean end(Handle handle, String id, Instant at) {
        boolean ended = handle.execute("DELETE FROM sessions WHERE id = ?", id) == 1;
        if (ended) {
            handle.execute("INSERT INTO ended_sessions (session_id, ended_at) VALUES (?, ?)", id, at.toEpochMilli());
        }
        return ended;
    }

    @Override
    public List<Ended> endedSince(long seq, int limit) {
        return database.read(handle -> handle.createQuery("SELECT seq, session_id, ended_at FROM ended_sessions "
                        + "WHERE seq > :seq ORDER BY seq LIMIT :limit")
                .bind("seq", seq)
                .bind("limit", limit)
                .map((row, context) -> new Ended(
                        row.getLong("seq"), row.getString("session_id"), Instant.ofEpochMilli(row.getLong("ended_at"))))
                .list());
    }

    @Override
    public void prune(Instant now, Instant endedBefore) {
        database.quickly(handle -> handle.execute("DELETE FROM sessions WHERE expires_at < ?", now.toEpochMilli())
                + handle.execute("DELETE FROM ended_sessions WHERE ended_at < ?", endedBefore.toEpochMilli()));
    }

    private static StoredSession session(ResultSet row, StatementContext context) throws SQLException {
        return new StoredSession(
                row.getString("id"),
                row.getString("user_id"),
                row.getString("seed"),
                row.getLong("generation"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("rotated_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                Instant.ofEpochMilli(row.getLong("ends_at")),
                row.getString("ip"),
                row.getString("user_agent"));
    }
}
