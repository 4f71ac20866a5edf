package dev.postern.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Small writes of several threads in one transaction, where a store has one writer at a time: whoever has the turn writes
 * for all who wait. All of them succeed or fail together, and nobody is answered before the commit. Thread-safe.
 */
final class GroupCommit {
    private static final long PATIENCE_S = 4;

    private static final class Item<T> {
        private final HandleCallback<T, SQLException> work;
        private Optional<T> result = Optional.empty();
        private @Nullable RuntimeException failure;
        private boolean done;

        Item(HandleCallback<T, SQLException> work) {
            this.work = work;
        }

        void write(Handle handle) throws SQLException {
            result = Optional.of(work.withHandle(handle));
        }
    }

    private final Lane lane;
    private final ConcurrentLinkedQueue<Item<?>> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();

    GroupCommit(Lane lane) {
        this.lane = lane;
    }

    /** Writes, once whoever has the turn comes to it; the work gives something. */
    <T> T run(HandleCallback<T, SQLException> work) throws InterruptedException {
        Item<T> item = new Item<>(work);
        waiting.add(item);
        if (!turn.tryLock(PATIENCE_S, TimeUnit.SECONDS)) {
            throw new StoreUnavailable("the store is slow to write");
        }
        try {
            if (!item.done) {
                writeAll();
            }
        } finally {
            turn.unlock();
        }
        if (item.failure != null) {
            throw item.failure;
        }
        return item.result.orElseThrow();
    }

    private void writeAll() {
        List<Item<?>> all = new ArrayList<>();
        for (Item<?> next = waiting.poll(); next != null; next = waiting.poll()) {
            all.add(next);
        }
        @Nullable RuntimeException failure = new StoreUnavailable("another's write failed, and this with it");
        try {
            lane.run(jdbi -> jdbi.inTransaction(handle -> {
                for (Item<?> item : all) {
                    item.write(handle);
                }
                return all.size();
            }));
            failure = null;
        } catch (JdbiException | StoreUnavailable failed) {
            failure = failed;
        } catch (SQLException failed) {
            failure = new StoreUnavailable("the store failed: " + Failures.reason(failed), failed);
        } finally {
            for (Item<?> item : all) {
                item.failure = failure;
                item.done = true;
            }
        }
    }
}
