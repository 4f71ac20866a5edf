package dev.postern.store;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * One SQLite file, opened on a thread of its own, so that a server can start meanwhile. Whatever asks earlier waits,
 * within bounds. Safe for use by many threads, and beside other processes on the same file.
 */
public final class Database implements AutoCloseable {
    private static final int OPENING_TIMEOUT_S = 4;

    private final String url;
    private final CompletableFuture<Pools> pools;
    private final CompletableFuture<Lanes> lanes;

    private record Lanes(Jdbi durable, Jdbi quick, Jdbi reads) {}

    private Database(String url) {
        this.url = url;
        this.pools = CompletableFuture.supplyAsync(() -> Pools.open(url), Database::onOwnThread);
        this.lanes = pools.thenApply(open -> new Lanes(jdbi(open.durable()), jdbi(open.quick()), jdbi(open.reads())));
    }

    /**
     * Begins to open a store, and to migrate it where it is older than this program.
     *
     * @param url {@code jdbc:sqlite:} and a file, which is made if there is none
     */
    public static Database open(String url) {
        return new Database(url);
    }

    /**
     * Waits until the store is open.
     *
     * @throws StoreUnavailable if it cannot be opened, saying why
     */
    public void awaitOpen() {
        try {
            lanes.join();
        } catch (CompletionException failed) {
            throw unavailable(failed.getCause() == null ? failed : failed.getCause());
        }
    }

    /** One transaction whose changes survive a power loss. */
    <T> T durably(HandleCallback<T, SQLException> work) {
        return call(Lanes::durable, jdbi -> jdbi.inTransaction(work));
    }

    /** One statement whose change may be lost by a power loss, and by nothing else. */
    <T> T quickly(HandleCallback<T, SQLException> work) {
        return call(Lanes::quick, jdbi -> jdbi.withHandle(work));
    }

    /** Queries alone. */
    <T> T read(HandleCallback<T, SQLException> work) {
        return call(Lanes::reads, jdbi -> jdbi.withHandle(work));
    }

    private interface Work<T> {
        T on(Jdbi jdbi) throws SQLException;
    }

    /** The one place where what JDBC throws becomes ours. */
    private <T> T call(Function<Lanes, Jdbi> lane, Work<T> work) {
        try {
            return work.on(lane.apply(lanes.get(OPENING_TIMEOUT_S, TimeUnit.SECONDS)));
        } catch (JdbiException | SQLException | TimeoutException away) {
            throw unavailable(away);
        } catch (ExecutionException failed) {
            throw unavailable(failed.getCause() == null ? failed : failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw unavailable(stopped);
        }
    }

    private StoreUnavailable unavailable(Throwable cause) {
        return cause instanceof StoreUnavailable known
                ? known
                : new StoreUnavailable("the store " + url + " does not answer: " + cause.getMessage(), cause);
    }

    private static Jdbi jdbi(DataSource source) {
        return Jdbi.create(source);
    }

    private static void onOwnThread(Runnable task) {
        Thread thread = new Thread(task, "store-opener");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        pools.handle((open, failed) -> Optional.ofNullable(open)).join().ifPresent(Pools::close);
    }
}
