package dev.postern.store.tables;

import dev.postern.store.Database;
import dev.postern.users.Client;
import dev.postern.users.ClientStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** Clients in the table {@code clients}. */
public final class JdbiClientStore implements ClientStore {
    private final Database database;
    private final RevocationRows revoking;

    public JdbiClientStore(Database database) {
        this.database = database;
        this.revoking = new RevocationRows(database);
    }

    @Override
    public boolean insert(Client client, String secretDigest) {
        return database.durably(handle -> handle.execute(
                        "INSERT INTO clients (id, secret_hash, roles, created_at) VALUES (?, ?, ?, ?) "
                                + "ON CONFLICT (id) DO NOTHING",
                        client.id(),
                        secretDigest,
                        String.join(" ", client.roles()),
                        client.createdAt().toEpochMilli())
                == 1);
    }

    @Override
    public Optional<Client> find(String id, String secretDigest) {
        return database.read(
                handle -> handle.createQuery("SELECT * FROM clients WHERE id = :id AND secret_hash = :digest")
                        .bind("id", id)
                        .bind("digest", secretDigest)
                        .map(JdbiClientStore::client)
                        .findOne());
    }

    @Override
    public boolean isThere(Client client) {
        return database.read(handle -> handle.createQuery("SELECT 1 FROM clients WHERE id = :id AND created_at = :made")
                .bind("id", client.id())
                .bind("made", client.createdAt().toEpochMilli())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    @Override
    public List<Client> list() {
        return database.read(handle -> handle.createQuery("SELECT * FROM clients ORDER BY id")
                .map(JdbiClientStore::client)
                .list());
    }

    @Override
    public boolean remove(String id, Instant at) {
        return database.durably(handle -> {
            boolean removed = handle.execute("DELETE FROM clients WHERE id = ?", id) == 1;
            if (removed) {
                revoking.refuseTokens(handle, id, at);
            }
            return removed;
        });
    }

    @Override
    public void recordUse(String id, Instant at, Instant unlessSince) {
        database.quickly(handle -> handle.execute(
                "UPDATE clients SET last_used_at = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at < ?)",
                at.toEpochMilli(),
                id,
                unlessSince.toEpochMilli()));
    }

    private static Client client(ResultSet row, StatementContext context) throws SQLException {
        return new Client(
                row.getString("id"),
                Columns.words(row.getString("roles")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Columns.instant(row, "last_used_at"));
    }
}
