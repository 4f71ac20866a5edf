package dev.postern.store.tables;

import dev.postern.store.Database;
import dev.postern.store.PostgresStore;
import dev.postern.store.SqliteStore;
import dev.postern.store.TestStore;
import dev.postern.users.UserStore;
import dev.postern.users.UserStoreContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiUserStoreTest {
    @Nested
    class OnSqlite extends UserStoreContract {
        @RegisterExtension
        final TestStore at = new SqliteStore();

        @Override
        protected UserStore emptyStore() throws Exception {
            return store(at.open());
        }
    }

    @Nested
    class OnPostgres extends UserStoreContract {
        @RegisterExtension
        final TestStore at = new PostgresStore();

        @Override
        protected UserStore emptyStore() throws Exception {
            return store(at.open());
        }
    }

    private static UserStore store(Database database) {
        return new JdbiUserStore(database);
    }
}
