package dev.postern.store.postgres;

import dev.postern.store.engine.Dialect;
import dev.postern.store.engine.UserSearch;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** PostgreSQL's statements. */
final class PostgresDialect implements Dialect {
    static final String CHANNEL = "postern_revocations";

    @Override
    public List<String> scripts() {
        return List.of(
                "postgresql/V1__schema.sql",
                "postgresql/V2__signing_keys.sql",
                "postgresql/V3__imports_and_sealed_keys.sql",
                "postgresql/V4__browser_sessions.sql");
    }

    @Override
    public int version(Handle handle) {
        // Naming a table makes the server read what others have committed since it last looked up the name.
        boolean any = handle.createQuery(
                        "SELECT EXISTS (SELECT 1 FROM pg_class WHERE oid = to_regclass('schema_version'))")
                .mapTo(Boolean.class)
                .one();
        return any
                ? handle.createQuery("SELECT version FROM schema_version")
                        .mapTo(Integer.class)
                        .one()
                : 0;
    }

    @Override
    public void setVersion(Handle handle, int version) {
        handle.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
        handle.execute("DELETE FROM schema_version");
        handle.execute("INSERT INTO schema_version VALUES (?)", version);
    }

    @Override
    public void lock(Handle handle, String what) {
        handle.createQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))) AS locked")
                .bind("what", "postern " + what)
                .mapTo(Integer.class)
                .one();
    }

    @Override
    public void continueNumbers(Handle handle, String table, String column) {
        handle.createQuery("SELECT setval(pg_get_serial_sequence('%s', '%s'), max(%s)) FROM %s"
                        .formatted(table, column, column, table))
                .mapTo(Long.class)
                .findOne();
    }

    /** Others may refer to the row meanwhile, which a change that leaves its key alone does not disturb. */
    @Override
    public String rowLock() {
        return " FOR NO KEY UPDATE";
    }

    @Override
    public boolean hasOneWriter() {
        return false;
    }

    @Override
    public void announce(Handle handle) {
        handle.execute("NOTIFY " + CHANNEL);
    }

    @Override
    public UserSearch userSearch() {
        return new PostgresUserSearch();
    }
}
