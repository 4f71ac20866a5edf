package dev.postern.store.sqlite;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.postern.ops.StoreUnavailable;
import dev.postern.store.engine.BoundedPool;
import dev.postern.store.engine.Dialect;
import dev.postern.store.engine.Engine;
import dev.postern.store.engine.Migrations;
import dev.postern.store.engine.Pools;
import dev.postern.store.engine.SqlErrors;
import dev.postern.store.engine.StoreClock;
import dev.postern.store.engine.StoreLocation;
import dev.postern.store.engine.StoreMissing;
import dev.postern.store.engine.StoreSignal;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * One SQLite file in WAL mode. A process has one writer at a time anyway, so each kind of write has one connection and
 * those who wait for it stand in a fair queue, rather than polling SQLite's lock.
 */
public final class SqliteEngine implements Engine {
    private static final int READERS = 4;

    /** As many as there are numbers for. */
    private static final int LINES_OF_HISTORY = 8192;

    /** Both waits together stay within the 5 seconds in which a store that is away is reported. */
    private static final int BUSY_TIMEOUT_MS = 2_000;

    private static final int POOL_TIMEOUT_MS = 2_500;

    private final Dialect dialect = new SqliteDialect();
    private final SqlErrors errors = new SqliteErrors();

    @Override
    public Pools open(StoreLocation location, boolean mayMake) {
        location.file().filter(file -> !mayMake && !Files.exists(file)).ifPresent(file -> {
            throw new StoreMissing("there is no store at " + file.toAbsolutePath());
        });
        NativeLibrary.prepare();
        location.file().ifPresent(SqliteEngine::createFile);
        HikariDataSource durable = pool(location.url(), "durable", 1, SynchronousMode.FULL);
        try {
            Migrations.run(Jdbi.create(durable), dialect, location, mayMake);
            HikariDataSource reads = pool(location.url(), "reads", READERS, SynchronousMode.FULL);
            HikariDataSource quick = pool(location.url(), "quick", 1, SynchronousMode.NORMAL);
            HikariDataSource follower = pool(location.url(), "follower", 1, SynchronousMode.FULL);
            return new Pools(bounded(durable), bounded(quick), bounded(reads), bounded(follower));
        } catch (RuntimeException failed) {
            durable.close();
            throw failed;
        }
    }

    private BoundedPool bounded(HikariDataSource pool) {
        return new BoundedPool(pool, errors, new KeptStatements());
    }

    /** SQLite gives its files beside the database the permissions of the database itself. */
    private static void createFile(Path file) {
        try {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                var ownerOnly = PosixFilePermissions.fromString("rw-------");
                Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerOnly));
            }
        } catch (FileAlreadyExistsException usual) {
            // Its permissions are its owner's choice.
        } catch (IOException failed) {
            throw new StoreUnavailable("the store's file cannot be made: " + file.toAbsolutePath(), failed);
        }
    }

    @Override
    public Connection connect(StoreLocation location) throws SQLException {
        return source(location.url(), SynchronousMode.FULL).getConnection();
    }

    private static SQLiteDataSource source(String url, SynchronousMode synchronous) {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setJournalMode(JournalMode.WAL);
        sqlite.setSynchronous(synchronous);
        sqlite.enforceForeignKeys(true);
        sqlite.setBusyTimeout(BUSY_TIMEOUT_MS);
        // A transaction that reads first and wants to write later would be refused where another wrote in between.
        sqlite.setTransactionMode(TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(sqlite);
        source.setUrl(url);
        return source;
    }

    private static HikariDataSource pool(String url, String name, int size, SynchronousMode synchronous) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source(url, synchronous));
        config.setPoolName("store-" + name);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setMaxLifetime(0);
        config.setConnectionTimeout(POOL_TIMEOUT_MS);
        // While another process makes or migrates the file, turning to WAL is refused at once, busy timeout or not.
        config.setInitializationFailTimeout(BUSY_TIMEOUT_MS);
        return new HikariDataSource(config);
    }

    /**
     * Other processes on the file send no notifications, so the follower must read. A file may have been restored from
     * a backup before any start, so each start begins another history.
     */
    @Override
    public StoreSignal signal(StoreLocation location) {
        CountDownLatch closed = new CountDownLatch(1);
        int history = new SecureRandom().nextInt(LINES_OF_HISTORY);
        return new StoreSignal() {
            @Override
            public int await(Duration atMost) throws InterruptedException {
                boolean unused = closed.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
                return history;
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
    }

    @Override
    public Optional<StoreClock> clock() {
        return Optional.empty();
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public SqlErrors errors() {
        return errors;
    }
}
