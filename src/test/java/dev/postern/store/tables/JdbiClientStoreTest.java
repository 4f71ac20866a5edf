package dev.postern.store.tables;

import dev.postern.store.Database;
import dev.postern.store.PostgresStore;
import dev.postern.store.SqliteStore;
import dev.postern.store.TestStore;
import dev.postern.users.ClientStoreContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiClientStoreTest {
    @Nested
    class OnSqlite extends ClientStoreContract {
        @RegisterExtension
        final TestStore at = new SqliteStore();

        @Override
        protected Stores emptyStores() throws Exception {
            return store(at.open());
        }
    }

    @Nested
    class OnPostgres extends ClientStoreContract {
        @RegisterExtension
        final TestStore at = new PostgresStore();

        @Override
        protected Stores emptyStores() throws Exception {
            return store(at.open());
        }
    }

    private static ClientStoreContract.Stores store(Database database) {
        return new ClientStoreContract.Stores(new JdbiClientStore(database), new JdbiSessionStore(database));
    }
}
