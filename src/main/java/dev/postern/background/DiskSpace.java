package dev.postern.background;

import dev.postern.ops.HealthPart;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The free space on the disk of a file. Thread-safe. */
final class DiskSpace {
    private static final long MB = 1 << 20;
    private static final long LEAST = 200 * MB;
    private static final long ENOUGH = 5_000 * MB;
    private static final int SHARE = 20;

    private final Path folder;

    DiskSpace(Path file) {
        this.folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    }

    /** In bytes; {@link Double#NaN} if it is unknown. */
    double free() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException unknown) {
            return Double.NaN;
        }
    }

    /** Warns below a twentieth of the disk, but not while 5 GB are free, and always below 200 MB. */
    HealthPart health() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("folder", folder.toString());
        try {
            FileStore disk = Files.getFileStore(folder);
            long free = disk.getUsableSpace();
            details.put("free_mb", free / MB);
            boolean little = free < Math.max(LEAST, Math.min(ENOUGH, disk.getTotalSpace() / SHARE));
            return new HealthPart(
                    little
                            ? Optional.of("only " + free / MB + " MB are free on the disk of " + folder
                                    + "; without space, nobody can sign in")
                            : Optional.empty(),
                    details);
        } catch (IOException unknown) {
            return new HealthPart(Optional.of("the free space of " + folder + " cannot be read"), details);
        }
    }
}
