package dev.postern.store.tables;

import dev.postern.ops.AuditStore;
import dev.postern.ops.AuditStoreContract;
import dev.postern.store.Database;
import dev.postern.store.PostgresStore;
import dev.postern.store.SqliteStore;
import dev.postern.store.TestStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiAuditStoreTest {
    @Nested
    class OnSqlite extends AuditStoreContract {
        @RegisterExtension
        final TestStore at = new SqliteStore();

        @Override
        protected AuditStore emptyStore() throws Exception {
            return store(at.open());
        }
    }

    @Nested
    class OnPostgres extends AuditStoreContract {
        @RegisterExtension
        final TestStore at = new PostgresStore();

        @Override
        protected AuditStore emptyStore() throws Exception {
            return store(at.open());
        }
    }

    private static AuditStore store(Database database) {
        return new JdbiAuditStore(database);
    }
}
