package dev.postern.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the file and the environment hold, there are settings or there are problems. */
class SettingsFuzzTest {

    private static final List<String> PIECES = pieces();

    @TempDir
    private Path folder;

    @Test
    void anyTextGivesSettingsOrProblems() throws IOException {
        Random random = new Random(7070);
        for (int i = 0; i < 2000; i++) {
            read(text(random).getBytes(StandardCharsets.UTF_8), Map.of(variable(random), text(random)));
        }
    }

    @Test
    void anyBytesGiveSettingsOrProblems() throws IOException {
        Random random = new Random(7070);
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            read(bytes, Map.of());
        }
    }

    private void read(byte[] file, Map<String, String> environment) throws IOException {
        Path path = Files.write(folder.resolve("fuzz.properties"), file);
        Problems problems = new Problems();
        Optional<Settings> settings = SettingsReader.read(Optional.of(path), environment, problems);

        assertThat(settings.isPresent()).isEqualTo(problems.isEmpty());
        assertThat(problems.lines()).allMatch(line -> line.chars().noneMatch(Character::isISOControl));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static String variable(Random random) {
        return "POSTERN_" + SettingKey.words(text(random));
    }

    private static List<String> pieces() {
        Map<String, String> values = new HashMap<>();
        SettingKeys.all().forEach(key -> values.put(key.name(), key.fallback().orElse("x")));
        SettingKeys.ofGroups()
                .forEach(key -> values.put(key.of("a-b").name(), key.fallback().orElse("/x")));
        List<String> pieces = new ArrayList<>(values.keySet());
        values.forEach((key, value) -> pieces.add("\n" + key + "=" + value + "\n"));
        pieces.addAll(
                List.of("=", "\n", "\r", ":", " ", ",", "\\", "\\u", "\\u0000", "-", ".", "_", "group.", "0", "9"));
        pieces.addAll(
                List.of("s", "KB", "http://", "https://h", "[::1]", "@", "%", "\u0000", "\u202e", "\ud83d\udeaa"));
        return pieces;
    }
}
