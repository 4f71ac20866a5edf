package dev.postern.store.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder into which sqlite-jdbc unpacks its native library, one per process. A process that is killed cannot delete
 * its folder; the next start does.
 */
public final class NativeLibrary {
    private static final String PREFIX = "postern-sqlite-";

    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})(?:-.*)?");

    private NativeLibrary() {}

    /** Sweeps the folders of processes that are gone and makes ours; before the driver is first used. */
    static synchronized void prepare() {
        if (System.getProperty("org.sqlite.tmpdir") != null) {
            return;
        }
        Path temp = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            sweep(temp);
            // A random name: nobody else must create the folder first, because it has code that we run.
            Path own = Files.createTempDirectory(
                    temp, PREFIX + ProcessHandle.current().pid() + "-", ownerOnly());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteQuietly(own)));
            System.setProperty("org.sqlite.tmpdir", own.toString());
        } catch (IOException failed) {
            throw new UncheckedIOException("no folder can be made in " + temp + " for SQLite's library", failed);
        }
    }

    public static void sweep(Path temp) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temp, PREFIX + "*")) {
            for (Path folder : folders) {
                Matcher named = NAME.matcher(folder.getFileName().toString());
                if (named.matches()
                        && ProcessHandle.of(Long.parseLong(named.group(1))).isEmpty()) {
                    deleteQuietly(folder);
                }
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Somebody else's folder stays: that is for them, or for the system, to take away. */
    private static void deleteQuietly(Path folder) {
        try {
            delete(folder);
        } catch (IOException notOurs) {
            folder.toFile().deleteOnExit();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(folder);
    }
}
