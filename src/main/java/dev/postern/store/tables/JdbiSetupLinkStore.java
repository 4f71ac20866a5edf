package dev.postern.store.tables;

import dev.postern.store.Database;
import dev.postern.users.SetupLinkStore;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Setup links in the table {@code setup_links}. */
public final class JdbiSetupLinkStore implements SetupLinkStore {
    private final Database database;
    private final RevocationRows revoking;

    public JdbiSetupLinkStore(Database database) {
        this.database = database;
        this.revoking = new RevocationRows(database);
    }

    @Override
    public boolean put(String userId, String digest, Instant expiresAt) {
        return database.durably(
                handle -> UserRows.lock(database.dialect(), handle, userId).isPresent()
                        && handle.execute(
                                        "INSERT INTO setup_links (user_id, token_hash, expires_at) VALUES (?, ?, ?) "
                                                + "ON CONFLICT (user_id) DO UPDATE "
                                                + "SET token_hash = excluded.token_hash, expires_at = excluded.expires_at",
                                        userId,
                                        digest,
                                        expiresAt.toEpochMilli())
                                == 1);
    }

    @Override
    public Optional<String> userOf(String digest, Instant now) {
        return database.read(handle -> userOf(handle, digest, now));
    }

    private static Optional<String> userOf(Handle handle, String digest, Instant now) {
        return handle.createQuery("SELECT user_id FROM setup_links WHERE token_hash = :digest AND expires_at > :now")
                .bind("digest", digest)
                .bind("now", now.toEpochMilli())
                .mapTo(String.class)
                .findOne();
    }

    @Override
    public boolean redeem(String digest, String passwordHash, Instant now) {
        return database.durably(handle -> {
            // The user's row first, as everywhere: otherwise two transactions could wait for each other.
            Optional<String> user = userOf(handle, digest, now)
                    .filter(id -> UserRows.lock(database.dialect(), handle, id).isPresent())
                    .filter(id -> handle.execute("DELETE FROM setup_links WHERE token_hash = ?", digest) == 1);
            user.ifPresent(id -> {
                handle.execute(
                        "UPDATE users SET password_hash = ?, credentials = credentials + 1 WHERE id = ?",
                        passwordHash,
                        id);
                revoking.endAll(handle, id, "", now);
            });
            return user.isPresent();
        });
    }
}
