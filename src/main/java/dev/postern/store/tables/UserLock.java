package dev.postern.store.tables;

import dev.postern.store.engine.Dialect;
import dev.postern.users.User;
import dev.postern.users.UserStore;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A user's row, as far as other tables depend on it. */
final class UserLock {
    private UserLock() {}

    /** The user as it stays until the transaction ends; others who ask wait. */
    static Optional<User> lock(Dialect dialect, Handle handle, String id) {
        return handle.createQuery(JdbiUserStore.SELECT + "WHERE id = :id" + dialect.rowLock())
                .bind("id", id)
                .map(JdbiUserStore::stored)
                .findOne()
                .map(UserStore.StoredUser::user);
    }
}
