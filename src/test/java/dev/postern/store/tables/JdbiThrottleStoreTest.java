package dev.postern.store.tables;

import dev.postern.store.Database;
import dev.postern.store.PostgresStore;
import dev.postern.store.SqliteStore;
import dev.postern.store.TestStore;
import dev.postern.users.ThrottleStore;
import dev.postern.users.ThrottleStoreContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiThrottleStoreTest {
    @Nested
    class OnSqlite extends ThrottleStoreContract {
        @RegisterExtension
        final TestStore at = new SqliteStore();

        @Override
        protected ThrottleStore emptyStore() throws Exception {
            return store(at.open());
        }
    }

    @Nested
    class OnPostgres extends ThrottleStoreContract {
        @RegisterExtension
        final TestStore at = new PostgresStore();

        @Override
        protected ThrottleStore emptyStore() throws Exception {
            return store(at.open());
        }
    }

    private static ThrottleStore store(Database database) {
        return new JdbiThrottleStore(database);
    }
}
