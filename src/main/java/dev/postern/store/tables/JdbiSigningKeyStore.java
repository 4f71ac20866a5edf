package dev.postern.store.tables;

import dev.postern.keys.SigningKeyStore;
import dev.postern.keys.StoredKey;
import dev.postern.store.Database;
import dev.postern.tokens.TokenAlgorithm;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Pairs of keys in the table {@code signing_keys}. */
public final class JdbiSigningKeyStore implements SigningKeyStore {
    private static final String COLUMNS = "id, algorithm, public_key, sealed, created_at, usable_from, longest_token, "
            + "activated_at, retired_at, accepted_until, seal";

    private final Database database;

    public JdbiSigningKeyStore(Database database) {
        this.database = database;
    }

    @Override
    public List<StoredKey> list() {
        return database.read(JdbiSigningKeyStore::list);
    }

    private static List<StoredKey> list(Handle handle) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM signing_keys ORDER BY id")
                .map(JdbiSigningKeyStore::key)
                .list();
    }

    @Override
    public boolean replace(List<StoredKey> expected, List<StoredKey> keys) {
        return database.durably(handle -> {
            database.dialect().lock(handle, "signing keys");
            if (!list(handle).equals(expected)) {
                return false;
            }
            handle.execute("DELETE FROM signing_keys");
            insert(handle, keys);
            database.dialect().announce(handle);
            return true;
        });
    }

    private static void insert(Handle handle, List<StoredKey> keys) {
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO signing_keys (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        keys.forEach(key -> batch.add(
                key.id(),
                key.algorithm().name(),
                key.publicKey(),
                key.sealed(),
                key.createdAt().toEpochMilli(),
                key.usableFrom().toEpochMilli(),
                key.longestToken().toMillis(),
                millis(key.activatedAt()),
                millis(key.retiredAt()),
                millis(key.acceptedUntil()),
                key.seal()));
        batch.execute();
    }

    private static @Nullable Long millis(Optional<Instant> instant) {
        return instant.map(Instant::toEpochMilli).orElse(null);
    }

    private static StoredKey key(ResultSet row, StatementContext context) throws SQLException {
        return new StoredKey(
                row.getString("id"),
                algorithm(row),
                row.getString("public_key"),
                row.getString("sealed"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("usable_from")),
                Duration.ofMillis(row.getLong("longest_token")),
                Columns.instant(row, "activated_at"),
                Columns.instant(row, "retired_at"),
                Columns.instant(row, "accepted_until"),
                row.getString("seal"));
    }

    private static TokenAlgorithm algorithm(ResultSet row) throws SQLException {
        String name = row.getString("algorithm");
        try {
            return TokenAlgorithm.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalStateException(
                    "the key " + row.getString("id") + " is for " + name + ", which this version does not know",
                    unknown);
        }
    }
}
