package dev.postern.store.engine;

import java.sql.SQLException;
import java.time.Duration;

/** The signal for followers of the revocations. For one thread at a time, but for {@link #close()}. */
public interface StoreSignal extends AutoCloseable {

    /**
     * Returns when there may be new revocations, or when the time is over.
     *
     * @return the number of the store's history: another once the store lost what it had confirmed
     */
    int await(Duration atMost) throws SQLException, InterruptedException;

    @Override
    void close();
}
