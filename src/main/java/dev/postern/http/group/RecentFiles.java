package dev.postern.http.group;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Small files, each kept in memory for half a second after it was read: to find a file, with all links on its way, takes
 * several times as long as to send it. The memory is bounded. Thread-safe.
 */
final class RecentFiles {
    /** In bytes. Larger files are read each time. */
    static final int LARGEST = 64 << 10;

    static final Duration KEPT = Duration.ofMillis(500);

    private static final int MOST_FILES = 1_024;
    private static final long MOST_BYTES = 16 << 20;

    /** The part of the heap that the files may take. */
    private static final int HEAP_SHARE = 16;

    private record Name(Path folder, String below) {}

    private record Read(FileInMemory file, long at) {}

    private final LongSupplier nanos;
    private final long mostBytes = Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    private final Map<Name, Read> read = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    /** @param nanos the time, as {@link System#nanoTime()} has it */
    RecentFiles(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * A file that was read within the last half second; empty for all others. Does not touch the disk.
     *
     * @param below the path below the folder
     */
    Optional<FileInMemory> find(Path folder, String below) {
        Read known = read.get(new Name(folder, below));
        return known != null && nanos.getAsLong() - known.at() < KEPT.toNanos()
                ? Optional.of(known.file())
                : Optional.empty();
    }

    /**
     * Reads a file, and keeps it; empty for one that is too large, or that changed while it was read.
     *
     * @param real the file that the path below the folder leads to
     */
    Optional<FileInMemory> read(Path folder, String below, Path real, FileContent content) throws IOException {
        if (content.getContentLengthValue() > LARGEST) {
            return Optional.empty();
        }
        long begun = nanos.getAsLong();
        byte[] data = readSome(real);
        if (!content.isStill(real) || data.length != content.getContentLengthValue()) {
            return Optional.empty();
        }
        FileInMemory file = new FileInMemory(content, data);
        keep(new Name(folder, below), new Read(file, begun));
        return Optional.of(file);
    }

    /** No more than is kept, since the file may have grown meanwhile. */
    private static byte[] readSome(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LARGEST + 1);
        }
    }

    private void keep(Name name, Read latest) {
        if (read.size() >= MOST_FILES || bytes.get() >= mostBytes) {
            // Most of them are too old to be used by now, and the others are read again.
            read.clear();
            bytes.set(0);
        }
        Read before = read.put(name, latest);
        bytes.addAndGet(
                latest.file().size() - (before == null ? 0 : before.file().size()));
    }

    /** How many files are kept. */
    int size() {
        return read.size();
    }

    /** The size of all their contents. */
    long bytes() {
        return bytes.get();
    }
}
