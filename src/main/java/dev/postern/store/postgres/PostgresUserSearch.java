package dev.postern.store.postgres;

import dev.postern.store.engine.UserSearch;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** Search in PostgreSQL, by the column {@code username_grams} and its index. */
final class PostgresUserSearch implements UserSearch {

    @Override
    public <T> List<T> page(
            Handle handle, String select, String query, String afterKey, int limit, RowMapper<T> mapper) {
        String grams = grams(query);
        String indexed = grams.isEmpty() ? "" : "AND username_grams @> string_to_array(:grams, ' ') ";
        Query page = handle.createQuery(select + "WHERE username_key > :after AND strpos(username_key, :query) > 0 "
                        + indexed + "ORDER BY username_key LIMIT :limit")
                .bind("after", afterKey)
                .bind("query", query)
                .bind("limit", limit);
        return (grams.isEmpty() ? page : page.bind("grams", grams)).map(mapper).list();
    }

    @Override
    public void add(Handle handle, String usernameKey) {
        handle.execute(
                "UPDATE users SET username_grams = string_to_array(?, ' ') WHERE username_key = ?",
                grams(usernameKey),
                usernameKey);
    }

    /** Does nothing: what is known of a name goes with its row. */
    @Override
    public void remove(Handle handle, String userId) {}

    /** Every three characters in a row, each once, by spaces, which no name has; empty for a shorter text. */
    private static String grams(String text) {
        int[] characters = text.codePoints().toArray();
        return IntStream.rangeClosed(0, characters.length - GRAM)
                .mapToObj(start -> new String(characters, start, GRAM))
                .distinct()
                .collect(Collectors.joining(" "));
    }
}
