package dev.postern.store.engine;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.postern.ops.StoreUnavailable;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilderFactory;

/**
 * A connection pool with a limit of waiting threads: a server without its store needs the threads for requests that do
 * not use the store. Once the store was found away, one caller at a time tries, and the others fail at once.
 * Thread-safe.
 */
public final class BoundedPool implements AutoCloseable {
    private static final int SLOTS = 64;
    private static final long PATIENCE_MS = 1_000;
    /** If nobody got an answer for this time, a failing store counts as away. */
    private static final long STALLED_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final HikariDataSource source;
    private final SqlErrors errors;
    private final Jdbi jdbi;
    private final Semaphore slots = new Semaphore(SLOTS, true);
    private final AtomicBoolean probing = new AtomicBoolean();
    private volatile boolean away;
    private volatile long lastSuccess = System.nanoTime();

    public BoundedPool(HikariDataSource source, SqlErrors errors) {
        this(source, errors, DefaultStatementBuilder.FACTORY);
    }

    /** @param statements how statements are prepared */
    public BoundedPool(HikariDataSource source, SqlErrors errors, StatementBuilderFactory statements) {
        this.source = source;
        this.errors = errors;
        this.jdbi = Jdbi.create(source).setStatementBuilderFactory(statements);
    }

    /** Work on a connection. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Jdbi jdbi) throws SQLException;
    }

    /**
     * Does something, once.
     *
     * @throws StoreUnavailable without having tried, if the store is away or too many wait
     */
    public <T> T run(Work<T> work) throws SQLException {
        if (!away) {
            return inSlot(work);
        }
        if (!probing.compareAndSet(false, true)) {
            throw new StoreUnavailable("the store has not come back yet");
        }
        try {
            return inSlot(work);
        } finally {
            probing.set(false);
        }
    }

    private <T> T inSlot(Work<T> work) throws SQLException {
        takeSlot();
        try {
            T result = work.on(jdbi);
            lastSuccess = System.nanoTime();
            away = false;
            return result;
        } catch (JdbiException | SQLException failed) {
            // While others get answers, a timeout for a connection means that the store is busy.
            away = System.nanoTime() - lastSuccess > STALLED_NS && errors.isAway(failed);
            throw failed;
        } finally {
            slots.release();
        }
    }

    /** How it is used at present. */
    public PoolUse use() {
        HikariPoolMXBean pool = source.getHikariPoolMXBean();
        int waiting = pool == null ? 0 : pool.getThreadsAwaitingConnection();
        int active = pool == null ? 0 : pool.getActiveConnections();
        return new PoolUse(active, source.getMaximumPoolSize(), waiting + slots.getQueueLength());
    }

    /** Waits for a slot while others get answers. */
    private void takeSlot() {
        try {
            boolean taken = slots.tryAcquire()
                    || (System.nanoTime() - lastSuccess < STALLED_NS
                            && slots.tryAcquire(PATIENCE_MS, TimeUnit.MILLISECONDS));
            if (!taken) {
                throw new StoreUnavailable("too many wait for the store");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("stopped while waiting for the store");
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
