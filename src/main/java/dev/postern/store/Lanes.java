package dev.postern.store;

import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.HandleCallback;

/**
 * The ways to an open store.
 *
 * @param durable for transactions that must survive a power loss
 * @param quick for writes that may be lost by one: they do not wait for the disk
 * @param reads for queries alone, which wait for no write
 * @param together for quick writes of several threads at once; empty where each is as well done by itself
 */
record Lanes(Lane durable, Lane quick, Lane reads, Optional<GroupCommit> together) implements AutoCloseable {

    /** One quick write. */
    <T> T quickly(HandleCallback<T, SQLException> work) throws SQLException, InterruptedException {
        return together.isPresent() ? together.get().run(work) : quick.run(jdbi -> jdbi.withHandle(work));
    }

    @Override
    public void close() {
        quick.close();
        reads.close();
        durable.close();
    }
}
