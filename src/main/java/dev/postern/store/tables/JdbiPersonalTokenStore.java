package dev.postern.store.tables;

import dev.postern.store.Database;
import dev.postern.users.PersonalToken;
import dev.postern.users.PersonalTokenStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** Personal tokens in the table {@code api_tokens}. */
public final class JdbiPersonalTokenStore implements PersonalTokenStore {
    private static final String SELECT = "SELECT t.id AS token_id, t.user_id, t.name, t.path_groups, "
            + "t.created_at AS made_at, t.expires_at, t.last_used_at, u.* "
            + "FROM api_tokens t JOIN users u ON u.id = t.user_id ";

    private final Database database;

    public JdbiPersonalTokenStore(Database database) {
        this.database = database;
    }

    @Override
    public boolean insert(PersonalToken token, String digest, int most) {
        return database.durably(handle ->
                UserRows.lock(database.dialect(), handle, token.userId()).isPresent()
                        && insert(handle, token, digest, most));
    }

    private static boolean insert(Handle handle, PersonalToken token, String digest, int most) {
        return handle.createUpdate(
                                "INSERT INTO api_tokens (id, user_id, name, token_hash, path_groups, created_at, expires_at) "
                                        + "SELECT :id, id, :name, :digest, :groups, :created, :expires FROM users "
                                        + "WHERE id = :user AND (SELECT COUNT(*) FROM api_tokens "
                                        + "WHERE user_id = :user AND expires_at > :created) < :most")
                        .bind("id", token.id())
                        .bind("name", token.name())
                        .bind("digest", digest)
                        .bind("groups", String.join(" ", token.groups()))
                        .bind("created", token.createdAt().toEpochMilli())
                        .bind("expires", token.expiresAt().toEpochMilli())
                        .bind("user", token.userId())
                        .bind("most", most)
                        .execute()
                == 1;
    }

    @Override
    public Optional<Held> find(String digest) {
        return database.read(handle -> handle.createQuery(SELECT + "WHERE t.token_hash = :digest")
                .bind("digest", digest)
                .map(JdbiPersonalTokenStore::held)
                .findOne());
    }

    @Override
    public List<Held> list(String userId, Instant now) {
        String whose = userId.isEmpty() ? "" : "AND t.user_id = :user ";
        return database.read(handle -> handle.createQuery(
                        SELECT + "WHERE t.expires_at > :now " + whose + "ORDER BY made_at DESC, t.id")
                .bind("now", now.toEpochMilli())
                .bindMap(userId.isEmpty() ? Map.of() : Map.of("user", userId))
                .map(JdbiPersonalTokenStore::held)
                .list());
    }

    @Override
    public Optional<Held> remove(String id) {
        return database.durably(handle -> {
            Optional<Held> found = handle.createQuery(SELECT + "WHERE t.id = :id")
                    .bind("id", id)
                    .map(JdbiPersonalTokenStore::held)
                    .findOne();
            boolean removed = handle.execute("DELETE FROM api_tokens WHERE id = ?", id) == 1;
            database.changes().noteUsers();
            // Another transaction may have removed it after it was read.
            return removed ? found : Optional.empty();
        });
    }

    @Override
    public void recordUse(Map<String, Instant> usedAt) {
        if (!usedAt.isEmpty()) {
            database.quickly(handle -> handle.inTransaction(inside -> recordUse(inside, usedAt)));
        }
    }

    private static int[] recordUse(Handle handle, Map<String, Instant> usedAt) {
        PreparedBatch batch = handle.prepareBatch(
                "UPDATE api_tokens SET last_used_at = :at WHERE id = :id AND COALESCE(last_used_at, 0) < :at");
        // Always in the same order, so that two instances do not wait for each other.
        new TreeMap<>(usedAt)
                .forEach((id, at) ->
                        batch.bind("id", id).bind("at", at.toEpochMilli()).add());
        return batch.execute();
    }

    @Override
    public void prune(Instant now) {
        database.quickly(handle -> handle.execute("DELETE FROM api_tokens WHERE expires_at < ?", now.toEpochMilli()));
    }

    private static Held held(ResultSet row, StatementContext context) throws SQLException {
        PersonalToken token = new PersonalToken(
                row.getString("token_id"),
                row.getString("user_id"),
                row.getString("name"),
                Columns.words(row.getString("path_groups")),
                Instant.ofEpochMilli(row.getLong("made_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                Columns.instant(row, "last_used_at"));
        return new Held(token, UserRows.stored(row, context).user());
    }
}
