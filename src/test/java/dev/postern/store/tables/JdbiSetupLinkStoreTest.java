package dev.postern.store.tables;

import dev.postern.store.Database;
import dev.postern.store.PostgresStore;
import dev.postern.store.SqliteStore;
import dev.postern.store.TestStore;
import dev.postern.users.SetupLinkStoreContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiSetupLinkStoreTest {
    @Nested
    class OnSqlite extends SetupLinkStoreContract {
        @RegisterExtension
        final TestStore at = new SqliteStore();

        @Override
        protected Stores emptyStores() throws Exception {
            return store(at.open());
        }
    }

    @Nested
    class OnPostgres extends SetupLinkStoreContract {
        @RegisterExtension
        final TestStore at = new PostgresStore();

        @Override
        protected Stores emptyStores() throws Exception {
            return store(at.open());
        }
    }

    private static SetupLinkStoreContract.Stores store(Database database) {
        return new SetupLinkStoreContract.Stores(
                new JdbiSetupLinkStore(database), new JdbiUserStore(database), new JdbiSessionStore(database));
    }
}
