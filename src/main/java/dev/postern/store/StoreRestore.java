package dev.postern.store;

import dev.postern.ops.StoreUnavailable;
import dev.postern.store.engine.StoreLocation;
import dev.postern.store.sqlite.CarryOver;
import dev.postern.store.sqlite.SqliteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a backup in the place of a SQLite store. What is replaced is kept, and what ended since stays ended. */
public final class StoreRestore {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path backup;
    private final Path store;
    private final Instant now;

    private StoreRestore(Path backup, Path store, Instant now) {
        this.backup = backup;
        this.store = store;
        this.now = now;
    }

    /**
     * What was restored.
     *
     * @param store where it is
     * @param counts how many users and sessions it has
     * @param kept where the store that was replaced is now; empty if there was none
     * @param carried what was taken over from it; empty if it is damaged, newer than this program, or another store
     */
    public record Restored(
            Path store, Map<String, Integer> counts, Optional<Path> kept, Optional<CarryOver.Result> carried) {}

    /**
     * Restores a backup. No server may use the store.
     *
     * @param replace whether a store that is there is replaced
     * @throws NotCopied if the backup cannot be used, the store is in use or is not a SQLite file, or is there and must not be
     *     replaced; nothing is changed then
     * @throws StoreUnavailable if reading or writing fails; the store is as before then
     */
    public static Restored restore(Path backup, StoreLocation location, boolean replace, Instant now) throws NotCopied {
        Path store = location.file()
                .orElseThrow(() -> new NotCopied(
                        "restore is for SQLite; for PostgreSQL, use pg_restore: see" + " docs/recovery.md"));
        if (!Files.isRegularFile(backup)) {
            throw new NotCopied("there is no file " + backup);
        }
        if (Files.exists(store) && !replace) {
            throw new NotCopied("there is a store at " + store.toAbsolutePath()
                    + "; --force replaces it, and keeps it under another name");
        }
        return new StoreRestore(backup, real(store), now).restore();
    }

    /** Behind a link, the file itself is replaced. */
    private static Path real(Path store) {
        try {
            return Files.exists(store) ? store.toRealPath() : store.toAbsolutePath();
        } catch (IOException unreadable) {
            return store.toAbsolutePath();
        }
    }

    private Restored restore() throws NotCopied {
        checkBackup();
        boolean readable = Files.exists(store) && isReadable();
        Path partial = StoreBackup.partial(store);
        Path replaced = StoreBackup.partial(store);
        try {
            SqliteFile.snapshot(backup, partial);
            migrate(partial);
            Optional<CarryOver.Result> carried = Optional.empty();
            if (readable) {
                // A copy: the store itself stays as it is until all is ready.
                SqliteFile.snapshot(store, replaced);
                carried = carryOver(partial, replaced);
            }
            if (SqliteFile.isInUse(partial) || (readable && SqliteFile.isInUse(store))) {
                throw inUse();
            }
            Map<String, Integer> counts = StoreBackup.counts(partial);
            giveToOwner(partial);
            Optional<Path> kept = setAside();
            StoreBackup.publish(partial, store);
            return new Restored(store, counts, kept, carried);
        } catch (SQLException | IOException failed) {
            throw new StoreUnavailable(
                    "the backup was not restored; the store is as before: " + StoreBackup.reason(failed), failed);
        } finally {
            StoreBackup.delete(partial);
            StoreBackup.delete(replaced);
        }
    }

    /** Nothing from a store that a newer program has migrated. */
    private Optional<CarryOver.Result> carryOver(Path restored, Path newer) throws SQLException {
        if (SqliteFile.check(newer) > SqliteFile.check(restored)) {
            return Optional.empty();
        }
        migrate(newer);
        return CarryOver.into(restored, newer, now);
    }

    private void checkBackup() throws NotCopied {
        try {
            StoreBackup.counts(backup);
        } catch (SQLException unsound) {
            throw new NotCopied(backup + " is not a sound backup of Postern: " + StoreBackup.reason(unsound));
        }
    }

    /** Whether what is known in the store can be taken over; a damaged one can only be replaced. */
    private boolean isReadable() throws NotCopied {
        try {
            if (SqliteFile.isInUse(store)) {
                throw inUse();
            }
            return SqliteFile.check(store) > 0;
        } catch (SQLException damaged) {
            return false;
        }
    }

    private NotCopied inUse() {
        return new NotCopied("a server or a command uses " + store.toAbsolutePath() + "; stop it first");
    }

    private static void migrate(Path file) {
        try (Database database = Database.openExisting(StoreLocation.of("jdbc:sqlite:" + file))) {
            database.awaitOpen();
        }
    }

    /**
     * Gives the store another name as well, and moves the files that a damaged or lost one may have left beside it: SQLite
     * would apply them to the backup.
     */
    private Optional<Path> setAside() throws IOException {
        Path kept = store.resolveSibling(store.getFileName() + ".replaced-" + STAMP.format(now));
        boolean found = Files.exists(store);
        if (found) {
            Files.createLink(kept, store);
        }
        List<Path> from = SqliteFile.beside(store);
        List<Path> to = SqliteFile.beside(kept);
        for (int i = 0; i < from.size(); i++) {
            if (Files.exists(from.get(i))) {
                Files.move(from.get(i), to.get(i));
            }
        }
        return found ? Optional.of(kept) : Optional.empty();
    }

    /** The server's user must be able to use the store, also if root restores it. */
    private void giveToOwner(Path file) {
        Path like = Files.exists(store) ? store : store.toAbsolutePath().getParent();
        try {
            Files.setOwner(file, Files.getOwner(like));
        } catch (IOException | UnsupportedOperationException notPermitted) {
            // Then it is the present user's, as any store that this user makes.
        }
    }
}
