package dev.postern.store;

import dev.postern.users.UserStore;
import dev.postern.users.UserStoreContract;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class JdbiUserStoreTest extends UserStoreContract {
    @TempDir
    private @Nullable Path folder;

    private @Nullable Database database;

    @Override
    protected UserStore emptyStore() {
        Database opened = Database.open("jdbc:sqlite:" + folder + "/test.db");
        database = opened;
        return new JdbiUserStore(opened);
    }

    @AfterEach
    void close() {
        if (database != null) {
            database.close();
        }
    }
}
