package dev.postern.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change, whatever their size and time say. */
class FileWatcherTest {
    private static final FileTime THEN = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    private Path file;
    private int reloads;
    private boolean readable = true;

    @BeforeEach
    void prepare(@TempDir Path folder) throws Exception {
        file = folder.resolve("watched");
        write("one");
    }

    private void write(String content) throws Exception {
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, THEN);
    }

    private FileWatcher watch() {
        return new FileWatcher(List.of(file), () -> {
            reloads++;
            return readable;
        });
    }

    @Test
    void theFirstLookReadsWhatWasChangedSinceTheStartBegan() {
        watch().check();
        assertThat(reloads).isEqualTo(1);
    }

    @Test
    void aChangeIsNoticedWhereSizeAndTimeAreKept() throws Exception {
        FileWatcher watch = watch();
        watch.check();
        watch.check();
        assertThat(reloads).isEqualTo(1);
        write("two");
        watch.check();
        watch.check();
        assertThat(reloads).isEqualTo(2);
    }

    @Test
    void whatCannotBeReadIsTriedAgainUntilItCan() throws Exception {
        FileWatcher watch = watch();
        watch.check();
        readable = false;
        write("two");
        watch.check();
        watch.check();
        assertThat(reloads).isEqualTo(3);
        readable = true;
        watch.check();
        watch.check();
        assertThat(reloads).isEqualTo(4);
    }
}
