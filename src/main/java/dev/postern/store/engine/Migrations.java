package dev.postern.store.engine;

import dev.postern.ops.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Migrates a store of any version to the schema of this program, in one exclusive transaction. If several processes
 * start at once, one migrates and the others find nothing to do.
 */
public final class Migrations {
    private Migrations() {}

    /**
     * Migrates, where there is anything to migrate.
     *
     * @param mayMake whether to make the tables where there are none at all
     * @throws StoreUnavailable if a newer program has migrated the store
     * @throws StoreMissing if there are no tables, and none are to be made
     */
    public static void run(Jdbi store, Dialect dialect, StoreLocation location, boolean mayMake) {
        int version = store.withHandle(dialect::version);
        if (version == 0 && !mayMake) {
            throw new StoreMissing("there is no store at " + location.name());
        }
        if (version != dialect.scripts().size()) {
            store.useTransaction(handle -> migrate(handle, dialect));
        }
    }

    private static void migrate(Handle handle, Dialect dialect) {
        dialect.lock(handle, "migrations");
        List<String> scripts = dialect.scripts();
        int version = dialect.version(handle);
        if (version > scripts.size()) {
            throw new StoreUnavailable(
                    "the store has schema version %d, and this program knows up to %d; use the newer one"
                            .formatted(version, scripts.size()));
        }
        if (version < scripts.size()) {
            scripts.subList(version, scripts.size())
                    .forEach(script -> handle.createScript(read(script)).execute());
            dialect.setVersion(handle, scripts.size());
        }
    }

    private static String read(String script) {
        try (InputStream in =
                Objects.requireNonNull(Migrations.class.getResourceAsStream("/dev/postern/store/" + script), script)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
