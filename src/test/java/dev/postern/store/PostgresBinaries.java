package dev.postern.store;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.file.PathUtils;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, extracted once per machine, and the user they run as: they refuse to run as root. */
final class PostgresBinaries {
    static final Path TEMP = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();

    private static final int ROOT = 0;
    private static final int NOBODY = 65534;
    private static final int UID = uid();

    private static final class Extracted {
        static final Path FOLDER = extractOnce();
    }

    private PostgresBinaries() {}

    /** The user of this JVM, which owns the files that it makes. */
    private static int uid() {
        try {
            Path file = Files.createTempFile(TEMP, "postern-postgres-", "");
            int uid = (int) Files.getAttribute(file, "unix:uid");
            Files.delete(file);
            return uid;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command of a program, as an ordinary user. */
    static List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (UID == ROOT) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.add(Extracted.FOLDER.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Gives a file or an empty folder to the user that the programs run as. */
    static Path own(Path path) throws IOException {
        if (UID == ROOT) {
            Files.setAttribute(path, "unix:uid", NOBODY);
            Files.setAttribute(path, "unix:gid", NOBODY);
        }
        return path;
    }

    /** A new folder below another, which that user can reach and only that user can read. */
    static Path newFolder(Path below) throws IOException {
        Path folder = own(Files.createTempDirectory(below.toAbsolutePath(), "postgres-"));
        Path parent = below.toAbsolutePath();
        while (UID == ROOT && parent.startsWith(TEMP) && !parent.equals(TEMP)) {
            Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(parent));
            if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
                Files.setPosixFilePermissions(parent, permissions);
            }
            parent = parent.resolve("..").normalize();
        }
        return folder;
    }

    private static Path extractOnce() {
        try (InputStream packed = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux", System.getProperty("os.arch"))) {
            byte[] archive = packed.readAllBytes();
            Path folder = TEMP.resolve("postern-postgres-" + digest(archive) + "-" + UID);
            if (!Files.exists(folder)) {
                extractBeside(archive, folder);
            }
            if (!Files.getAttribute(folder, "unix:uid").equals(UID)) {
                throw new IllegalStateException(folder + " belongs to someone else.");
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void extractBeside(byte[] archive, Path folder) throws IOException {
        Path beside = Files.createTempDirectory(TEMP, "postern-postgres-");
        try {
            openToAll(beside, true);
            extract(archive, beside);
            Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(beside);
            // Where it is there, another process was first.
            if (!Files.exists(folder)) {
                throw e;
            }
        }
    }

    private static void extract(byte[] archive, Path folder) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = folder.resolve(entry.getName()).normalize();
                if (!path.startsWith(folder)) {
                    throw new IOException("An entry outside the archive: " + entry.getName());
                }
                extract(tar, entry, path);
            }
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            makeFolder(path);
            return;
        }
        makeFolder(path.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            openToAll(path, (entry.getMode() & 0100) != 0);
        }
    }

    private static void makeFolder(Path path) throws IOException {
        Path folder = path.normalize();
        if (!Files.exists(folder)) {
            makeFolder(folder.resolveSibling("."));
            openToAll(Files.createDirectory(folder), true);
        }
    }

    private static void openToAll(Path path, boolean runs) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /** Deletes a folder and all that is in it, where it is there. */
    static void delete(Path folder) throws IOException {
        try {
            PathUtils.deleteDirectory(folder);
        } catch (NoSuchFileException e) {
            // As it should be.
        }
    }
}
