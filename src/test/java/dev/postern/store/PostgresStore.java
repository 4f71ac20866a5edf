package dev.postern.store;

import dev.postern.store.engine.StoreLocation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database of its own in the PostgreSQL server that all tests share. */
public final class PostgresStore implements TestStore {
    private @Nullable Database database;

    @Override
    public Database open() {
        Database opened =
                Database.open(location(Postgres.shared().url(Postgres.shared().createDatabase())));
        database = opened;
        return opened;
    }

    /** Where a database of a test's server is. */
    public static StoreLocation location(String url) {
        return new StoreLocation(url, Optional.of(Postgres.USER), Optional.of(Postgres.PASSWORD), 8);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (database != null) {
            database.close();
        }
    }
}
