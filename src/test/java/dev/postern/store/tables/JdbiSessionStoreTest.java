package dev.postern.store.tables;

import dev.postern.sessions.SessionStore;
import dev.postern.sessions.SessionStoreContract;
import dev.postern.store.Database;
import dev.postern.store.PostgresStore;
import dev.postern.store.SqliteStore;
import dev.postern.store.TestStore;
import dev.postern.users.User;
import dev.postern.users.UserStore.StoredUser;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiSessionStoreTest {
    @Nested
    class OnSqlite extends SessionStoreContract {
        @RegisterExtension
        final TestStore at = new SqliteStore();

        @Override
        protected SessionStore emptyStore() throws Exception {
            return store(at.open());
        }
    }

    @Nested
    class OnPostgres extends SessionStoreContract {
        @RegisterExtension
        final TestStore at = new PostgresStore();

        @Override
        protected SessionStore emptyStore() throws Exception {
            return store(at.open());
        }
    }

    private static SessionStore store(Database database) {
        for (String name : List.of("ann", "bob")) {
            User user = new User(name, name, Set.of(), false, Instant.EPOCH, Optional.empty());
            new JdbiUserStore(database).insert(new StoredUser(user, name, "hash"));
        }
        return new JdbiSessionStore(database);
    }
}
