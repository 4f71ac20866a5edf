package dev.postern.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {

    @TempDir
    private Path folder;

    @Test
    void keyGivenTwiceIsRefused() {
        assertThat(Reading.problems("server.port=1", "server.host=::", "server.port : 1"))
                .containsExactly("server.port: must be in the file only once");
    }

    @Test
    void missingFileIsRefused() {
        Path file = folder.resolve("none.properties");

        assertThat(problems(file)).containsExactly(file + ": there is no such file");
    }

    @Test
    void folderIsRefused() {
        assertThat(problems(folder)).containsExactly(folder + ": must be a readable file of at most 1MB");
    }

    @Test
    void fileEndsAtOneMegabyte() throws IOException {
        Path file = folder.resolve("a.properties");
        Files.writeString(file, "#".repeat(1024 * 1024));
        assertThat(problems(file)).isEmpty();

        Files.writeString(file, "#".repeat(1024 * 1024 + 1));
        assertThat(problems(file)).containsExactly(file + ": must be a readable file of at most 1MB");
    }

    @Test
    void brokenUtf8IsRefused() throws IOException {
        Path file =
                Files.write(folder.resolve("latin1.properties"), "# für\nx=1".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problems(file)).containsExactly(file + ": must be text in UTF-8");
    }

    @Test
    void brokenEscapeIsRefused() {
        assertThat(Reading.problems("server.port=x", "group.docs.files=C:\\users"))
                .singleElement()
                .asString()
                .contains("without four hex digits");
    }

    @Test
    void utf8AndEscapesAreRead() {
        assertThat(Reading.settings("store.url=jdbc:sqlite:caf\u00e9-\\u00e9.db")
                        .store()
                        .url())
                .isEqualTo("jdbc:sqlite:caf\u00e9-\u00e9.db");
    }

    @Test
    void byteOrderMarkIsNoPartOfTheFirstKey() {
        assertThat(Reading.settings("\uFEFFserver.port=1").server().port()).isEqualTo(1);
    }

    @Test
    void valueMayGoOnOverLinesAndCommentsDoNotCount() {
        assertThat(Reading.settings("# a", "! b", "group.a.path = /a, \\", "   /b", "")
                        .groups()
                        .get(0)
                        .paths())
                .containsExactly("/a", "/b");
    }

    private static List<String> problems(Path file) {
        Problems problems = new Problems();
        SettingsReader.read(Optional.of(file), Map.of(), problems);
        return problems.lines();
    }
}
