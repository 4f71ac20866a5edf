package dev.postern.store.engine;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The location and the credentials of a store.
 *
 * @param url {@code jdbc:sqlite:} and a file, or {@code jdbc:postgresql://}, one host or several, a database, and
 *     parameters of the driver
 * @param user the role in PostgreSQL; empty for the name of the user that runs the program
 * @param password of that role; empty where the server asks for none
 * @param poolSize the most connections to PostgreSQL, without the two of the follower; at least 2
 */
public record StoreLocation(String url, Optional<String> user, Optional<String> password, int poolSize) {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final int DEFAULT_POOL_SIZE = 10;

    /** A store that asks nobody for a name. */
    public static StoreLocation of(String url) {
        return new StoreLocation(url, Optional.empty(), Optional.empty(), DEFAULT_POOL_SIZE);
    }

    /** The file of a SQLite store; empty for another. */
    public Optional<Path> file() {
        return url.startsWith(SQLITE) ? Optional.of(Path.of(url.substring(SQLITE.length()))) : Optional.empty();
    }

    /** The URL without its parameters, for messages. */
    public String name() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "StoreLocation[" + name() + "]";
    }
}
