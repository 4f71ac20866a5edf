package dev.postern.store.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A SQLite file as a whole: copied, checked, or found to be in use. */
public final class SqliteFile {
    private static final int BUSY_MS = 2_000;
    private static final int PAUSE_MS = 50;

    private SqliteFile() {}

    /**
     * Writes the state of one moment to another file, while others read and write.
     *
     * @param copy a file that is empty, or not there
     */
    public static void snapshot(Path file, Path copy) throws SQLException {
        try (Connection connection = open(file, false);
                PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
            vacuum.setString(1, copy.toAbsolutePath().toString());
            vacuum.execute();
        }
    }

    /**
     * The version of the schema of a file, all of which was read and is sound.
     *
     * @throws SQLException if it is no SQLite file, or is damaged
     */
    public static int check(Path file) throws SQLException {
        try (Connection connection = open(file, true);
                Statement statement = connection.createStatement()) {
            String verdict = text(statement, "PRAGMA integrity_check(1)");
            if (!verdict.equals("ok")) {
                throw new SQLException("it is damaged: " + verdict);
            }
            return Integer.parseInt(text(statement, "PRAGMA user_version"));
        }
    }

    /** How many rows a table has. */
    public static int count(Path file, String table) throws SQLException {
        try (Connection connection = open(file, true);
                Statement statement = connection.createStatement()) {
            return Integer.parseInt(text(statement, "SELECT COUNT(*) FROM " + table));
        }
    }

    /**
     * Whether a process has the file open. If none has, all that was committed is in the file itself afterwards, and
     * there are no files beside it.
     */
    public static boolean isInUse(Path file) throws SQLException {
        long begun = System.nanoTime();
        while (!isAlone(file)) {
            if (System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(BUSY_MS)) {
                return true;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
        }
        return false;
    }

    /** A server that has just stopped may still be closing it. */
    private static boolean isAlone(Path file) throws SQLException {
        try (Connection connection = open(file, false);
                Statement statement = connection.createStatement()) {
            // Leaving WAL needs the file alone.
            return text(statement, "PRAGMA journal_mode = DELETE").equals("delete");
        } catch (SQLException busy) {
            if (new SqliteErrors().isAway(busy)) {
                return false;
            }
            throw busy;
        }
    }

    /** The files that SQLite keeps beside a database that is in use, or was not closed. */
    public static List<Path> beside(Path file) {
        return List.of(
                file.resolveSibling(file.getFileName() + "-wal"), file.resolveSibling(file.getFileName() + "-shm"));
    }

    static Connection open(Path file, boolean readOnly) throws SQLException {
        NativeLibrary.prepare();
        if (!Files.exists(file)) {
            throw new SQLException("there is no file " + file);
        }
        SQLiteConfig config = new SQLiteConfig(new Properties());
        config.setReadOnly(readOnly);
        config.setBusyTimeout(BUSY_MS);
        config.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return source.getConnection();
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
