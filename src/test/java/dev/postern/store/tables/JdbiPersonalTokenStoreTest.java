package dev.postern.store.tables;

import dev.postern.store.Database;
import dev.postern.store.PostgresStore;
import dev.postern.store.SqliteStore;
import dev.postern.store.TestStore;
import dev.postern.users.PersonalTokenStoreContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiPersonalTokenStoreTest {
    @Nested
    class OnSqlite extends PersonalTokenStoreContract {
        @RegisterExtension
        final TestStore at = new SqliteStore();

        @Override
        protected Stores emptyStores() throws Exception {
            return store(at.open());
        }
    }

    @Nested
    class OnPostgres extends PersonalTokenStoreContract {
        @RegisterExtension
        final TestStore at = new PostgresStore();

        @Override
        protected Stores emptyStores() throws Exception {
            return store(at.open());
        }
    }

    private static PersonalTokenStoreContract.Stores store(Database database) {
        return new PersonalTokenStoreContract.Stores(new JdbiPersonalTokenStore(database), new JdbiUserStore(database));
    }
}
