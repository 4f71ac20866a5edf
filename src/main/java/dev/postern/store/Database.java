package dev.postern.store;

import dev.postern.ops.StoreUnavailable;
import dev.postern.store.engine.BoundedPool;
import dev.postern.store.engine.Dialect;
import dev.postern.store.engine.Engine;
import dev.postern.store.engine.PoolUse;
import dev.postern.store.engine.Pools;
import dev.postern.store.engine.SqlErrors;
import dev.postern.store.engine.StoreLocation;
import dev.postern.store.engine.StoreMissing;
import dev.postern.store.engine.StoreSignal;
import dev.postern.store.postgres.PostgresEngine;
import dev.postern.store.sqlite.SqliteEngine;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.JdbiException;

/**
 * A store. It is opened on a separate thread, so that a server can start meanwhile; earlier calls wait for a limited
 * time. Thread-safe, also beside other processes on the same store.
 */
public final class Database implements AutoCloseable {
    private static final String DURABLE = "durable";
    private static final String QUICK = "quick";
    private static final String READS = "reads";
    private static final String FOLLOWER = "follower";

    private static final int OPENING_TIMEOUT_S = 4;
    private static final long OPEN_AGAIN_MS = 500;
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(2);
    private static final int RETRY_PAUSE_MS = 20;

    private final StoreLocation location;
    private final Engine engine;
    private final StoreSignal signal;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<Pools> pools;
    private final Changes changes;
    private final Function<Pools, BoundedPool> reading;
    private final String readingUse;
    private final AtomicReference<StoreObserver> observer;

    private Database(StoreLocation location, boolean mayMake, Optional<Consumer<String>> waiting) {
        this.location = location;
        this.engine = engineOf(location);
        this.signal = engine.signal(location);
        this.pools = CompletableFuture.supplyAsync(() -> open(mayMake, waiting), Database::onOwnThread);
        this.changes = new Changes();
        this.reading = Pools::reads;
        this.readingUse = READS;
        this.observer = new AtomicReference<>(StoreObserver.NONE);
    }

    private Database(Database other) {
        this.location = other.location;
        this.engine = other.engine;
        this.signal = other.signal;
        this.pools = other.pools;
        this.changes = other.changes;
        this.reading = Pools::follower;
        this.readingUse = FOLLOWER;
        this.observer = other.observer;
    }

    static Engine engineOf(StoreLocation location) {
        return location.file().isPresent() ? new SqliteEngine() : new PostgresEngine();
    }

    /**
     * The same store with a separate connection for the follower: it must not mistake a queue of requests for a store
     * that is away. Closed with the other.
     */
    public Database forFollower() {
        return new Database(this);
    }

    /**
     * Sets the listener for changes that this instance has committed. It is called before the caller continues.
     *
     * @param listener must not throw
     */
    public void onChange(ChangeListener listener) {
        changes.listen(listener);
    }

    /** Has every call reported from now on. */
    public void observe(StoreObserver reportedTo) {
        observer.set(reportedTo);
    }

    /** How the connection pools are used, by the use of their connections; empty while the store is not open. */
    public Map<String, PoolUse> poolUse() {
        if (!pools.isDone() || pools.isCompletedExceptionally()) {
            return Map.of();
        }
        Pools open = pools.join();
        Map<String, PoolUse> uses = new TreeMap<>();
        uses.put(DURABLE, open.durable().use());
        uses.put(QUICK, open.quick().use());
        if (open.reads() != open.quick()) {
            uses.put(READS, open.reads().use());
        }
        return uses;
    }

    public Changes changes() {
        return changes;
    }

    /** Begins to open a store, and to migrate it where it is older than this program. */
    public static Database open(StoreLocation location) {
        return new Database(location, true, Optional.empty());
    }

    /** The same, but for a store that is not there: {@link #awaitOpen()} then throws {@link StoreMissing}. */
    public static Database openExisting(StoreLocation location) {
        return new Database(location, false, Optional.empty());
    }

    /**
     * The same, for as long as it takes: a database server that is not there yet is asked again and again.
     *
     * @param waiting gets the reason each time the store could not be opened
     */
    public static Database openWhenThere(StoreLocation location, Consumer<String> waiting) {
        return new Database(location, true, Optional.of(waiting));
    }

    private Pools open(boolean mayMake, Optional<Consumer<String>> waiting) {
        while (true) {
            try {
                return engine.open(location, mayMake);
            } catch (SQLException | JdbiException failed) {
                boolean mayCome = waiting.isPresent() && engine.errors().isAway(failed);
                if (!mayCome || isClosedAfter(OPEN_AGAIN_MS)) {
                    throw unavailable(failed);
                }
                waiting.get().accept(String.valueOf(unavailable(failed).getMessage()));
            }
        }
    }

    private boolean isClosedAfter(long millis) {
        try {
            return closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * Waits until the store is open.
     *
     * @throws StoreUnavailable if it cannot be opened, saying why
     * @throws StoreMissing if it is not there, and was not to be made
     */
    public void awaitOpen() {
        try {
            pools.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof StoreMissing missing) {
                throw missing;
            }
            throw unavailable(failed.getCause() == null ? failed : failed.getCause());
        }
    }

    /**
     * The clock that all instances on the store use, even if their machines' clocks are wrong; empty for a store that
     * one machine has to itself.
     */
    public Optional<InstantSource> clock() {
        return engine.clock().map(clock -> clock);
    }

    /**
     * Returns when there may be new revocations, or after a timeout. For one thread.
     *
     * @return the number of the store's history: another once the store lost what it had confirmed
     * @throws StoreUnavailable if the store does not answer
     */
    public int awaitChanges(Duration atMost) throws InterruptedException {
        try {
            return signal.await(atMost);
        } catch (SQLException away) {
            throw unavailable(away);
        }
    }

    public Dialect dialect() {
        return engine.dialect();
    }

    /** One transaction whose changes survive a power loss. */
    public <T> T durably(HandleCallback<T, SQLException> work) {
        return changes.commit(() -> call(DURABLE, open -> {
            changes.begin();
            return open.durable().run(jdbi -> jdbi.inTransaction(work));
        }));
    }

    /** One statement, or a transaction. Its change may be lost in a power failure, but not otherwise. */
    public <T> T quickly(HandleCallback<T, SQLException> work) {
        return call(QUICK, open -> open.quick().run(jdbi -> jdbi.withHandle(work)));
    }

    /** Queries alone. */
    public <T> T read(HandleCallback<T, SQLException> work) {
        return call(readingUse, open -> reading.apply(open).run(jdbi -> jdbi.withHandle(work)));
    }

    private interface Work<T> {
        T on(Pools open) throws SQLException, InterruptedException;
    }

    /** The only place where exceptions of JDBC become {@link StoreUnavailable}. */
    private <T> T call(String use, Work<T> work) {
        long begun = System.nanoTime();
        boolean failed = true;
        try {
            T result = retrying(pools.get(OPENING_TIMEOUT_S, TimeUnit.SECONDS), work);
            failed = false;
            return result;
        } catch (JdbiException | SQLException | TimeoutException away) {
            throw unavailable(away);
        } catch (ExecutionException broken) {
            throw unavailable(broken.getCause() == null ? broken : broken.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw unavailable(stopped);
        } finally {
            Objects.requireNonNull(observer.get()).called(use, System.nanoTime() - begun, failed);
        }
    }

    /** Repeats work that failed only because of concurrent changes, for two seconds. */
    private <T> T retrying(Pools open, Work<T> work) throws SQLException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try {
                return work.on(open);
            } catch (JdbiException | SQLException failed) {
                boolean conflict = engine.errors().isConflict(failed);
                if (!conflict || System.nanoTime() - start > RETRY_NS) {
                    throw failed;
                }
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(RETRY_PAUSE_MS));
            }
        }
    }

    private StoreUnavailable unavailable(Throwable cause) {
        if (cause instanceof StoreUnavailable known) {
            return known;
        }
        return new StoreUnavailable(
                "the store %s failed: %s".formatted(location.name(), SqlErrors.reason(cause)), cause);
    }

    private static void onOwnThread(Runnable task) {
        Thread thread = new Thread(task, "store-opener");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closing.countDown();
        signal.close();
        pools.handle((open, failed) -> Optional.ofNullable(open)).join().ifPresent(Pools::close);
    }
}
