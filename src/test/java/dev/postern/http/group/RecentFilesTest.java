package dev.postern.http.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentFilesTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE); // The clock may pass through the largest number.
    private final RecentFiles recent = new RecentFiles(now::get);

    @TempDir
    private Path folder;

    private Optional<FileInMemory> read(String name, byte[] data) throws Exception {
        Path file = Files.write(folder.resolve(name), data);
        return recent.read(folder, "/" + name, file, FileContent.of(file, "text/plain"));
    }

    @Test
    void aFileIsKeptForHalfASecond() throws Exception {
        assertThat(recent.find(folder, "/a")).isEmpty();
        FileInMemory file = read("a", new byte[10]).orElseThrow();
        now.addAndGet(RecentFiles.KEPT.toNanos() - 1);
        assertThat(recent.find(folder, "/a")).contains(file);
        assertThat(recent.find(folder.resolve("x"), "/a")).isEmpty();
        now.incrementAndGet();
        assertThat(recent.find(folder, "/a")).isEmpty();
    }

    @Test
    void aLargeFileIsNotKept() throws Exception {
        assertThat(read("large", new byte[RecentFiles.LARGEST])).isPresent();
        assertThat(read("larger", new byte[RecentFiles.LARGEST + 1])).isEmpty();
        assertThat(recent.find(folder, "/larger")).isEmpty();
    }

    @Test
    void aFileThatChangesWhileItIsReadIsNotKept() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "before");
        FileContent content = FileContent.of(file, "text/plain");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        assertThat(recent.read(folder, "/a", file, content)).isEmpty();
        assertThat(recent.find(folder, "/a")).isEmpty();
    }

    @Test
    void theMemoryIsBounded() throws Exception {
        for (int i = 0; i < 1_500; i++) {
            assertThat(read("f" + i, new byte[20_000])).isPresent();
            assertThat(recent.size()).isLessThanOrEqualTo(1_024);
            assertThat(recent.bytes()).isLessThanOrEqualTo((16 << 20) + RecentFiles.LARGEST);
        }
        assertThat(recent.find(folder, "/f1499")).isPresent();
    }

    @Test
    void aFileThatGrowsWhileItIsReadIsNotKept() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "before");
        FileContent content = FileContent.of(file, "text/plain");
        Files.write(file, new byte[10 << 20]);
        assertThat(recent.read(folder, "/a", file, content)).isEmpty();
        assertThat(recent.size()).isZero();
    }
}
