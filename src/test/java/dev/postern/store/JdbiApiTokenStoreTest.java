package dev.postern.store;

import dev.postern.users.ApiTokenStoreContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiApiTokenStoreTest {
    @Nested
    class OnSqlite extends ApiTokenStoreContract {
        @RegisterExtension
        final TestStore at = new SqliteStore();

        @Override
        protected Stores emptyStores() throws Exception {
            return store(at.open());
        }
    }

    @Nested
    class OnPostgres extends ApiTokenStoreContract {
        @RegisterExtension
        final TestStore at = new PostgresStore();

        @Override
        protected Stores emptyStores() throws Exception {
            return store(at.open());
        }
    }

    private static ApiTokenStoreContract.Stores store(Database database) {
        return new ApiTokenStoreContract.Stores(new JdbiApiTokenStore(database), new JdbiUserStore(database));
    }
}
