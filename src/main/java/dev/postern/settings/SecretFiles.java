package dev.postern.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The files that secrets are read from. */
public final class SecretFiles {
    private SecretFiles() {}

    /** Those that an environment names. */
    public static List<Path> of(Map<String, String> environment) {
        return Stream.of(
                        Secrets.SECRET_KEY, Secrets.PREVIOUS_SECRET_KEY, Secrets.ADMIN_PASSWORD, Secrets.STORE_PASSWORD)
                .flatMap(variable -> path(environment.getOrDefault(SecretsReader.fileVariable(variable), "")).stream())
                .toList();
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException unnamable) {
            return Optional.empty();
        }
    }

    /** Whether every user of the machine can read a file. A folder that others may not enter protects what is in it. */
    public static boolean isReadableByAll(Path file) {
        if (!has(file, PosixFilePermission.OTHERS_READ)) {
            return false;
        }
        for (Path folder = file.toAbsolutePath().getParent(); folder != null; folder = folder.getParent()) {
            if (!has(folder, PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(Path path, PosixFilePermission permission) {
        try {
            return Files.getPosixFilePermissions(path).contains(permission);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
