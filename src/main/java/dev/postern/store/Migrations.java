package dev.postern.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Brings a store to the schema of this program, from whatever version it has. All of it is one transaction that takes
 * the write lock first: of several processes that start at once, one migrates and the others find nothing to do.
 *
 * <p>The version is SQLite's own {@code user_version}, so a start with nothing to do costs one query.
 */
final class Migrations {
    /** The scripts in order; the first makes version 1. One that has been released never changes. */
    private static final List<String> SCRIPTS = List.of(
            "V1__users_and_sessions.sql",
            "V2__administration.sql",
            "V3__audit.sql",
            "V4__login_throttle.sql",
            "V5__user_search.sql",
            "V6__clients.sql");

    private Migrations() {}

    /**
     * Migrates, where there is anything to migrate.
     *
     * @throws StoreUnavailable if a newer program has migrated the store
     */
    static void run(Jdbi store) {
        if (store.withHandle(Migrations::version) != SCRIPTS.size()) {
            store.useTransaction(Migrations::migrate);
        }
    }

    private static void migrate(Handle handle) {
        int version = version(handle);
        if (version > SCRIPTS.size()) {
            throw new StoreUnavailable(
                    "the store has schema version %d, and this program knows up to %d; use the newer one"
                            .formatted(version, SCRIPTS.size()));
        }
        for (String script : SCRIPTS.subList(version, SCRIPTS.size())) {
            handle.createScript(read(script)).execute();
        }
        handle.execute("PRAGMA user_version = " + SCRIPTS.size());
    }

    private static int version(Handle handle) {
        return handle.createQuery("PRAGMA user_version").mapTo(Integer.class).one();
    }

    private static String read(String script) {
        try (InputStream in = Objects.requireNonNull(Migrations.class.getResourceAsStream(script), script)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
