package dev.postern.store;

import dev.postern.ops.StoreUnavailable;
import dev.postern.store.engine.SqlErrors;
import dev.postern.store.engine.StoreLocation;
import dev.postern.store.sqlite.SqliteFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Copies a SQLite store to a file, while servers use it. */
public final class StoreBackup {
    private StoreBackup() {}

    /**
     * Writes a backup: the state of one moment, which was read again and found sound. It appears under its name only then.
     *
     * @param replace whether a file with that name is replaced
     * @return how many users and sessions it has
     * @throws NotCopied if the store is not a SQLite file, or the file is there already
     * @throws StoreUnavailable if reading or writing fails; there is no new file then
     */
    public static Map<String, Integer> write(StoreLocation store, Path file, boolean replace) throws NotCopied {
        Path source = store.file()
                .orElseThrow(() ->
                        new NotCopied("backup is for SQLite; for PostgreSQL, use pg_dump: see" + " docs/recovery.md"));
        if (!Files.exists(source)) {
            throw new NotCopied("there is no store at " + source.toAbsolutePath());
        }
        if (Files.exists(file) && !replace) {
            throw new NotCopied(file + " exists; --force replaces it");
        }
        if (Files.exists(file) && isSame(source, file)) {
            throw new NotCopied(file + " is the store itself");
        }
        Path partial = partial(file);
        try {
            SqliteFile.snapshot(source, partial);
            Map<String, Integer> counts = counts(partial);
            publish(partial, file);
            return counts;
        } catch (SQLException | IOException failed) {
            throw new StoreUnavailable("the backup failed, and there is no new file: " + reason(failed), failed);
        } finally {
            delete(partial);
        }
    }

    /** How many users and sessions a sound file has. */
    static Map<String, Integer> counts(Path file) throws SQLException {
        if (SqliteFile.check(file) == 0) {
            throw new SQLException("it is not a store of Postern");
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("users", SqliteFile.count(file, "users"));
        counts.put("sessions", SqliteFile.count(file, "sessions"));
        return counts;
    }

    /** A new, empty file beside another, which only its owner can read. */
    static Path partial(Path file) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        try {
            return Files.createTempFile(folder, file.getFileName() + ".", ".partial", ownerOnly());
        } catch (IOException failed) {
            throw new StoreUnavailable("no file can be made in " + folder + ": " + reason(failed), failed);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Gives a complete file its name. It survives a power loss when this returns. */
    static void publish(Path partial, Path file) throws IOException {
        try (FileChannel written = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
            for (Path beside : SqliteFile.beside(file)) {
                Files.deleteIfExists(beside);
            }
        } catch (IOException left) {
            // What it is left of has been reported.
        }
    }

    static String reason(Exception failed) {
        return failed instanceof IOException
                ? failed.getClass().getSimpleName() + ": " + failed.getMessage()
                : SqlErrors.reason(failed);
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException unknown) {
            return false;
        }
    }
}
