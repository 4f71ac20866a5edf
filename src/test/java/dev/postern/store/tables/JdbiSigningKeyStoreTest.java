package dev.postern.store.tables;

import dev.postern.keys.SigningKeyStore;
import dev.postern.keys.SigningKeyStoreContract;
import dev.postern.store.PostgresStore;
import dev.postern.store.SqliteStore;
import dev.postern.store.TestStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiSigningKeyStoreTest {
    @Nested
    class OnSqlite extends SigningKeyStoreContract {
        @RegisterExtension
        final TestStore at = new SqliteStore();

        @Override
        protected SigningKeyStore emptyStore() throws Exception {
            return new JdbiSigningKeyStore(at.open());
        }
    }

    @Nested
    class OnPostgres extends SigningKeyStoreContract {
        @RegisterExtension
        final TestStore at = new PostgresStore();

        @Override
        protected SigningKeyStore emptyStore() throws Exception {
            return new JdbiSigningKeyStore(at.open());
        }
    }
}
