package dev.postern.store.tables;

import dev.postern.sessions.Revocation;
import dev.postern.sessions.SessionKind;
import dev.postern.sessions.SessionStore;
import dev.postern.sessions.StoredSession;
import dev.postern.store.Database;
import dev.postern.store.engine.GroupCommit;
import dev.postern.users.User;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** Sessions in the table {@code sessions}, and revocations in {@code revocations}. */
public final class JdbiSessionStore implements SessionStore {
    private static final String COLUMNS =
            "id, user_id, seed, generation, created_at, rotated_at, expires_at, ends_at, ip, user_agent, kind";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM sessions ";

    private static final String ROTATE =
            "UPDATE sessions SET generation = ?, rotated_at = ?, expires_at = ? WHERE id = ? AND generation = ?";

    private static final String USE =
            "UPDATE sessions SET rotated_at = ?, expires_at = ? WHERE id = ? AND rotated_at < ?";

    /** A step of a session's generation; instants in milliseconds. */
    private record Rotation(String id, long from, long to, long at, long expiresAt) {}

    private final Predicate<Rotation> rotator;
    private final Database database;
    private final RevocationRows revoking;

    public JdbiSessionStore(Database database) {
        this.database = database;
        this.rotator = database.dialect().hasOneWriter() ? new GroupCommit<>(this::rotateAll)::make : this::rotate;
        this.revoking = new RevocationRows(database);
    }

    @Override
    public Optional<Opened> open(StoredSession session, long credentials, int maxPerUser) {
        return database.durably(handle -> UserRows.lock(database.dialect(), handle, session.userId())
                .filter(user -> !user.disabled() && user.credentials() == credentials)
                .map(user -> new Opened(user, open(handle, session, maxPerUser))));
    }

    private List<String> open(Handle handle, StoredSession session, int maxPerUser) {
        Instant now = session.createdAt();
        // No revocation is needed for these: no access token is valid longer than its session.
        handle.execute(
                "DELETE FROM sessions WHERE user_id = ? AND expires_at <= ?", session.userId(), now.toEpochMilli());
        List<String> surplus = longestUnused(handle, session.userId(), maxPerUser - 1);
        insert(handle, session);
        handle.execute("UPDATE users SET last_login_at = ? WHERE id = ?", now.toEpochMilli(), session.userId());
        return revoking.end(handle, surplus, now);
    }

    private static List<String> longestUnused(Handle handle, String userId, int spared) {
        return handle.createQuery("SELECT id FROM sessions WHERE user_id = :user "
                        + "ORDER BY rotated_at DESC, created_at DESC, id DESC LIMIT " + Integer.MAX_VALUE
                        + " OFFSET :spared")
                .bind("user", userId)
                .bind("spared", spared)
                .mapTo(String.class)
                .list();
    }

    private static void insert(Handle handle, StoredSession session) {
        handle.execute(
                "INSERT INTO sessions (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                session.id(),
                session.userId(),
                session.seed(),
                session.generation(),
                session.createdAt().toEpochMilli(),
                session.rotatedAt().toEpochMilli(),
                session.expiresAt().toEpochMilli(),
                session.endsAt().toEpochMilli(),
                session.ip(),
                session.userAgent(),
                session.kind().text());
    }

    @Override
    public Optional<StoredSession> find(String id) {
        return database.read(handle -> handle.createQuery(SELECT + "WHERE id = :id")
                .bind("id", id)
                .map(JdbiSessionStore::session)
                .findOne());
    }

    @Override
    public List<Owned> findOwned(Collection<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return database.read(handle -> {
            Map<String, User> users = new HashMap<>();
            handle.createQuery(UserRows.SELECT + "WHERE id IN (SELECT user_id FROM sessions WHERE id IN (<ids>))")
                    .bindList("ids", List.copyOf(ids))
                    .map(UserRows::stored)
                    .forEach(stored -> users.put(stored.user().id(), stored.user()));
            return handle
                    .createQuery(SELECT + "WHERE id IN (<ids>)")
                    .bindList("ids", List.copyOf(ids))
                    .map(JdbiSessionStore::session)
                    .stream()
                    .flatMap(session ->
                            Optional.ofNullable(users.get(session.userId()))
                                    .map(user -> new Owned(session, user))
                                    .stream())
                    .toList();
        });
    }

    @Override
    public void recordUses(List<Use> uses) {
        if (uses.isEmpty()) {
            return;
        }
        // In one order everywhere: two transactions must not wait for each other.
        List<Use> ordered =
                uses.stream().sorted(Comparator.comparing(Use::sessionId)).toList();
        database.quickly(handle -> handle.inTransaction(inside -> {
            PreparedBatch batch = inside.prepareBatch(USE);
            ordered.forEach(use -> {
                long at = use.at().toEpochMilli();
                batch.add(at, use.expiresAt().toEpochMilli(), use.sessionId(), at);
            });
            return batch.execute();
        }));
    }

    @Override
    public boolean useCode(String id, Instant expiresAt) {
        return database.durably(handle -> handle.execute(
                        "INSERT INTO used_codes (id, expires_at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
                        id,
                        expiresAt.toEpochMilli())
                == 1);
    }

    @Override
    public List<StoredSession> list(String afterId, Instant now, int limit) {
        return database.read(handle -> handle.createQuery(
                        SELECT + "WHERE id > :after AND expires_at > :now ORDER BY id LIMIT :limit")
                .bind("after", afterId)
                .bind("now", now.toEpochMilli())
                .bind("limit", limit)
                .map(JdbiSessionStore::session)
                .list());
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
        Rotation rotation = new Rotation(id, from, to, at.toEpochMilli(), expiresAt.toEpochMilli());
        return rotator.test(rotation);
    }

    private boolean rotate(Rotation next) {
        return database.quickly(
                handle -> handle.execute(ROTATE, next.to(), next.at(), next.expiresAt(), next.id(), next.from()) == 1);
    }

    private boolean[] rotateAll(List<Rotation> rotations) {
        int[] counts = database.quickly(handle -> handle.inTransaction(inside -> {
            PreparedBatch batch = inside.prepareBatch(ROTATE);
            rotations.forEach(next -> batch.add(next.to(), next.at(), next.expiresAt(), next.id(), next.from()));
            return batch.execute();
        }));
        boolean[] made = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            made[i] = counts[i] == 1;
        }
        return made;
    }

    @Override
    public boolean end(String id, Instant at) {
        return end(List.of(id), at).size() == 1;
    }

    @Override
    public List<String> end(Collection<String> ids, Instant at) {
        return database.durably(handle -> revoking.end(handle, ids, at));
    }

    @Override
    public List<String> endAll(String userId, String exceptId, Instant at) {
        return database.durably(handle -> revoking.endAll(handle, userId, exceptId, at));
    }

    @Override
    public boolean revokeToken(String tokenId, Instant expiresAt, Instant at) {
        return database.durably(handle -> revoking.refuseToken(handle, tokenId, expiresAt, at));
    }

    @Override
    public List<Revocation> revokedSince(long seq, int limit) {
        return database.read(handle -> handle.createQuery("SELECT seq, kind, id, before, told_at FROM revocations "
                        + "WHERE seq > :seq ORDER BY seq LIMIT :limit")
                .bind("seq", seq)
                .bind("limit", limit)
                .map(JdbiSessionStore::revocation)
                .list());
    }

    @Override
    public void prune(Instant now, Instant toldBefore, Instant tokensExpiredBefore) {
        database.quickly(handle -> handle.execute("DELETE FROM sessions WHERE expires_at < ?", now.toEpochMilli())
                + handle.execute("DELETE FROM used_codes WHERE expires_at < ?", now.toEpochMilli())
                + handle.execute(
                        "DELETE FROM revocations WHERE (told_at < ? OR (kind = ? AND before < ?)) "
                                + "AND seq < (SELECT MAX(seq) FROM revocations)",
                        toldBefore.toEpochMilli(),
                        RevocationRows.TOKEN,
                        tokensExpiredBefore.toEpochMilli()));
    }

    private static Revocation revocation(ResultSet row, StatementContext context) throws SQLException {
        return RevocationRows.revocation(
                row.getLong("seq"),
                row.getString("kind"),
                row.getString("id"),
                Instant.ofEpochMilli(row.getLong("before")),
                Instant.ofEpochMilli(row.getLong("told_at")));
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
                row.getString("user_agent"),
                SessionKind.of(row.getString("kind")));
    }
}
