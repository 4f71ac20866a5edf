package dev.postern.store.sqlite;

import dev.postern.store.engine.UserSearch;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * Search in SQLite: what many names hold is found by reading on from the page's beginning; what few hold, by the table
 * {@code user_names}.
 */
final class SqliteUserSearch implements UserSearch {
    /** So many names are read before the other way is taken; enough for a page of what one name in ten holds. */
    private static final int READ_FIRST = 2_000;

    @Override
    public <T> List<T> page(
            Handle handle, String select, String query, String afterKey, int limit, RowMapper<T> mapper) {
        boolean indexed = query.codePointCount(0, query.length()) >= GRAM;
        String first = indexed
                ? "SELECT * FROM (" + select + "WHERE username_key > :after ORDER BY username_key LIMIT " + READ_FIRST
                        + ") WHERE instr(username_key, :query) > 0 ORDER BY username_key LIMIT :limit"
                : select + "WHERE username_key > :after AND instr(username_key, :query) > 0 "
                        + "ORDER BY username_key LIMIT :limit";
        List<T> found = list(handle, first, query, afterKey, limit, mapper);
        if (!indexed || found.size() == limit) {
            return found;
        }
        return list(
                handle,
                select + "WHERE username_key > :after AND instr(username_key, :query) > 0 AND username_key IN "
                        + "(SELECT username_key FROM user_names WHERE username_key MATCH '\"' || :query || '\"') "
                        + "ORDER BY username_key LIMIT :limit",
                query,
                afterKey,
                limit,
                mapper);
    }

    private static <T> List<T> list(
            Handle handle, String sql, String query, String afterKey, int limit, RowMapper<T> mapper) {
        return handle.createQuery(sql)
                .bind("after", afterKey)
                .bind("query", query)
                .bind("limit", limit)
                .map(mapper)
                .list();
    }

    @Override
    public void add(Handle handle, String usernameKey) {
        handle.execute("INSERT INTO user_names (username_key) VALUES (?)", usernameKey);
    }

    /** Forgets a name; of less than three characters it stays, and means nothing. */
    @Override
    public void remove(Handle handle, String userId) {
        handle.execute(
                "DELETE FROM user_names WHERE rowid IN (SELECT n.rowid FROM users u JOIN user_names n "
                        + "ON n.username_key MATCH '\"' || u.username_key || '\"' AND n.username_key = u.username_key "
                        + "WHERE u.id = ?)",
                userId);
    }
}
