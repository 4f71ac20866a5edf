package dev.postern.store.sqlite;

import dev.postern.store.engine.Dialect;
import dev.postern.store.engine.UserSearch;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** SQLite's statements. Every transaction has the one write lock from its beginning. */
final class SqliteDialect implements Dialect {

    @Override
    public List<String> scripts() {
        return List.of(
                "sqlite/V1__users_and_sessions.sql",
                "sqlite/V2__administration.sql",
                "sqlite/V3__audit.sql",
                "sqlite/V4__login_throttle.sql",
                "sqlite/V5__user_search.sql",
                "sqlite/V6__clients.sql",
                "sqlite/V7__signing_keys.sql",
                "sqlite/V8__imports_and_sealed_keys.sql",
                "sqlite/V9__browser_sessions.sql");
    }

    /** SQLite's own field for it, so a start with nothing to do costs one query. */
    @Override
    public int version(Handle handle) {
        return handle.createQuery("PRAGMA user_version").mapTo(Integer.class).one();
    }

    @Override
    public void setVersion(Handle handle, int version) {
        handle.execute("PRAGMA user_version = " + version);
    }

    /** Does nothing: the transaction has the write lock. */
    @Override
    public void lock(Handle handle, String what) {}

    /** Does nothing: SQLite does so by itself. */
    @Override
    public void continueNumbers(Handle handle, String table, String column) {}

    @Override
    public String rowLock() {
        return "";
    }

    @Override
    public boolean hasOneWriter() {
        return true;
    }

    @Override
    public void announce(Handle handle) {}

    @Override
    public UserSearch userSearch() {
        return new SqliteUserSearch();
    }
}
