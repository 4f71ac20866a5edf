package dev.postern.store.tables;

import dev.postern.store.engine.Dialect;
import org.jdbi.v3.core.Handle;

/** A user's row, as far as other tables depend on it. */
final class UserLock {
    private UserLock() {}

    /** Whether a user is there; it then stays, and others who ask wait, until the transaction ends. */
    static boolean lock(Dialect dialect, Handle handle, String id) {
        return handle.createQuery("SELECT 1 FROM users WHERE id = :id" + dialect.rowLock())
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }
}
