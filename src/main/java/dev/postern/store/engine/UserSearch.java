package dev.postern.store.engine;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Pages of users by a part of the name, found by every three characters in a row where few hold it. */
public interface UserSearch {
    /** The characters in a row by which names are known. */
    int GRAM = 3;

    /**
     * A page in the order of the username keys.
     *
     * @param select the query without its conditions
     * @param query a part of the name, in the form of a username key; not empty
     */
    <T> List<T> page(Handle handle, String select, String query, String afterKey, int limit, RowMapper<T> mapper);

    /** Lets a new name be found. */
    void add(Handle handle, String usernameKey);

    /** Forgets the name of a user who is about to go. */
    void remove(Handle handle, String userId);
}
