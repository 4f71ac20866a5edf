package dev.postern.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** A base backup: a copy of the data of a running server, whose files may go meanwhile. */
final class PostgresBackup extends SimpleFileVisitor<Path> {
    private static final Set<String> WITHOUT_CONTENTS = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");
    private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts", "postgresql.auto.conf");

    private final Path from;
    private final Path to;

    private PostgresBackup(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    /** Copies a server's data to a folder that is not there yet. */
    static void take(Connection connection, Path from, Path to) throws IOException, SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('backup', fast => true)");
            Files.walkFileTree(from, new PostgresBackup(from, to));
            try (ResultSet result = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                result.next();
                PostgresBinaries.own(Files.writeString(to.resolve("backup_label"), result.getString(1)));
            }
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
        return copy(path);
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
        return copy(path);
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    private FileVisitResult copy(Path path) throws IOException {
        Path relative = from.relativize(path);
        if (isLeftOut(relative)) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        try {
            Files.copy(path, to.resolve(relative), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
        } catch (NoSuchFileException e) {
            return FileVisitResult.SKIP_SUBTREE;
        }
    }

    private static boolean isLeftOut(Path relative) {
        return LEFT_OUT.contains(relative.toString())
                || (relative.getNameCount() > 1
                        && WITHOUT_CONTENTS.contains(relative.getName(0).toString()));
    }
}
