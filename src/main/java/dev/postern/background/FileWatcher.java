package dev.postern.background;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.BooleanSupplier;

/**
 * Notices that one of some files has changed. It compares the content, because some secret mounts replace a file and
 * keep its size and time. Links and replaced folders are followed each time. For one thread.
 */
public final class FileWatcher {
    private static final int MOST_BYTES = 2 << 20;

    private final List<Path> files;
    private final BooleanSupplier reload;
    private String seen = "";

    /** @param reload reads the files again and returns whether that succeeded; it is repeated until it does */
    FileWatcher(List<Path> files, BooleanSupplier reload) {
        this.files = List.copyOf(files);
        this.reload = reload;
    }

    /** Runs the reload if the content differs from the last time. */
    public void check() {
        // Compared before they are read, so a change in between is noticed the next time.
        String now = look();
        if (!files.isEmpty() && !now.equals(seen) && reload.getAsBoolean()) {
            seen = now;
        }
    }

    private String look() {
        StringJoiner looks = new StringJoiner(" ");
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readNBytes(MOST_BYTES));
                looks.add(HexFormat.of().formatHex(digest));
            } catch (IOException absent) {
                looks.add("absent");
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException("every Java has SHA-256", missing);
            }
        }
        return looks.toString();
    }
}
