package dev.postern.store;

import dev.postern.sessions.SessionStore;
import dev.postern.sessions.SessionStoreContract;
import dev.postern.users.User;
import dev.postern.users.UserStore.StoredUser;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class JdbiSessionStoreTest extends SessionStoreContract {
    @TempDir
    private @Nullable Path folder;

    private @Nullable Database database;

    @Override
    protected SessionStore emptyStore() {
        Database opened = Database.open("jdbc:sqlite:" + folder + "/test.db");
        database = opened;
        for (String name : new String[] {"ann", "bob"}) {
            User user = new User(name, name, Set.of(), false, Instant.EPOCH, Optional.empty());
            new JdbiUserStore(opened).insert(new StoredUser(user, name, "hash"));
        }
        return new JdbiSessionStore(opened);
    }

    @AfterEach
    void close() {
        if (database != null) {
            database.close();
        }
    }
}
