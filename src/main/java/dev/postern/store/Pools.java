package dev.postern.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * The connections to one SQLite file in WAL mode. A process has one writer at a time anyway, so each kind of write has
 * one connection and those who wait for it stand in a fair queue, rather than polling SQLite's lock.
 *
 * @param durable for writes that must survive a power loss
 * @param quick for writes that may be lost by one: they do not wait for the disk
 * @param reads for queries alone, which wait for no write
 */
record Pools(HikariDataSource durable, HikariDataSource quick, HikariDataSource reads) implements AutoCloseable {
    private static final String PREFIX = "jdbc:sqlite:";
    private static final int READERS = 4;

    /** Both waits together stay within the 5 seconds in which a store that does not answer is told. */
    private static final int BUSY_TIMEOUT_MS = 2_000;

    private static final int POOL_TIMEOUT_MS = 2_500;

    static Pools open(String url) {
        NativeLibrary.prepare();
        createFile(Path.of(url.substring(PREFIX.length())));
        HikariDataSource durable = pool(url, "durable", 1, SynchronousMode.FULL);
        try {
            Migrations.run(Jdbi.create(durable));
            HikariDataSource reads = pool(url, "reads", READERS, SynchronousMode.FULL);
            return new Pools(durable, pool(url, "quick", 1, SynchronousMode.NORMAL), reads);
        } catch (RuntimeException failed) {
            durable.close();
            throw failed;
        }
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

    private static HikariDataSource pool(String url, String name, int size, SynchronousMode synchronous) {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setJournalMode(JournalMode.WAL);
        sqlite.setSynchronous(synchronous);
        sqlite.enforceForeignKeys(true);
        sqlite.setBusyTimeout(BUSY_TIMEOUT_MS);
        // A transaction that reads first and wants to write later would be refused where another wrote in between.
        sqlite.setTransactionMode(TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(sqlite);
        source.setUrl(url);
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName("store-" + name);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setMaxLifetime(0);
        config.setConnectionTimeout(POOL_TIMEOUT_MS);
        // While another process makes or migrates the file, turning to WAL is refused at once, busy timeout or not.
        config.setInitializationFailTimeout(BUSY_TIMEOUT_MS);
        return new HikariDataSource(config);
    }

    @Override
    public void close() {
        quick.close();
        reads.close();
        durable.close();
    }
}
