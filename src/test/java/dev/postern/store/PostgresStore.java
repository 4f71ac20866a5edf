package dev.postern.store;

import dev.postern.store.engine.StoreLocation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database in the PostgreSQL server that all tests share, emptied for each test: making one takes much longer. */
public final class PostgresStore implements TestStore {
    private static final String NAME = Postgres.shared().createDatabase();

    private static final String EMPTY = """
            DO $$ BEGIN
              EXECUTE (SELECT 'TRUNCATE ' || string_agg(tablename, ', ') || ' RESTART IDENTITY'
                FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version' HAVING count(*) > 0);
            EXCEPTION WHEN null_value_not_allowed THEN NULL; -- There are no tables yet.
            END $$""";

    private @Nullable Database database;

    @Override
    public Database open() {
        Postgres.shared().execute(NAME, EMPTY);
        Database opened = Database.open(location(Postgres.shared().url(NAME)));
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
