package dev.postern.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code config.properties} and the settings page against the keys, in both directions. */
class DocumentationTest {

    private static final Path FILE = Path.of("config.properties");
    private static final Path PAGE = Path.of("docs/settings.md");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z.<>-]+)` \\| (.*?) ?\\| (.*) \\|");

    @Test
    void shippedFileIsReadAndSetsNothing() throws SettingsRefused {
        assertThat(SettingsReader.read(Optional.of(FILE), Map.of())).isEqualTo(Reading.settings());
    }

    @Test
    void shippedFileHasEveryKeyOnceAtItsDefault() throws IOException {
        Map<String, String> expected = new HashMap<>();
        SettingKeys.all().forEach(key -> expected.put(key.name(), key.fallback().orElse("postern")));

        assertThat(keyLines().filter(line -> !line.startsWith("group.")))
                .containsExactlyInAnyOrderElementsOf(expected.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
        assertThat(keyLines().filter(line -> line.startsWith("group.")).map(line -> line.replaceAll("=.*", "")))
                .containsExactlyInAnyOrderElementsOf(SettingKeys.ofGroups().stream()
                        .map(key -> key.of("docs").name())
                        .toList());
    }

    @Test
    void shippedFileWithEveryLineInForceIsTheDefaultAndOneGroup() throws IOException {
        Settings settings = Reading.settings(keyLines().toArray(String[]::new));

        assertThat(settings.groups()).extracting(Settings.Group::name).containsExactly("docs");
        assertThat(Reading.settings(
                        keyLines().filter(line -> !line.startsWith("group.")).toArray(String[]::new)))
                .isEqualTo(Reading.settings());
    }

    @Test
    void pageHasARowForEveryKeyAndNoOther() throws IOException {
        assertThat(rows().keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                SettingKeys.all().stream(),
                                SettingKeys.ofGroups().stream().map(key -> key.of("<name>")))
                        .map(SettingKey::name)
                        .toList());
    }

    @Test
    void pageNamesEveryDefault() throws IOException {
        Map<String, String> rows = rows();

        Stream.concat(
                        SettingKeys.all().stream(),
                        SettingKeys.ofGroups().stream().map(key -> key.of("<name>")))
                .forEach(key -> key.fallback()
                        .ifPresent(fallback -> assertThat(rows.get(key.name()))
                                .as(key.name())
                                .startsWith(fallback.isEmpty() ? "none" : "`" + fallback + "` ")));
    }

    @Test
    void pageNamesEveryRange() throws IOException {
        Map<String, String> rows = rows();
        Pattern range = Pattern.compile("from (\\w+) to (\\w+)");

        SettingKeys.all().forEach(key -> {
            Matcher bounds = range.matcher(key.format().expected());
            if (bounds.find()) {
                assertThat(rows.get(key.name())).contains(bounds.group(1) + " to " + bounds.group(2));
            }
        });
    }

    @Test
    void pageNamesEverySecret() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(List.of(
                        "`" + Secrets.SECRET_KEY + "`",
                        "`" + Secrets.PREVIOUS_SECRET_KEY + "`",
                        "`" + Secrets.ADMIN_PASSWORD + "`"));
    }

    @Test
    void everyKeyHasAVariableOfItsOwn() {
        assertThat(SettingKeys.all())
                .extracting(key -> SettingKey.variable(key.name()))
                .doesNotHaveDuplicates();
    }

    /** The lines of the shipped file that set something, once the sign before them is gone. */
    private static Stream<String> keyLines() throws IOException {
        return Files.readAllLines(FILE).stream()
                .filter(line -> line.matches("#[a-z].*=.*"))
                .map(line -> line.substring(1));
    }

    /** Default and meaning of each row whose first cell is a key alone. */
    private static Map<String, String> rows() throws IOException {
        Map<String, String> rows = new HashMap<>();
        for (String line : keyTables()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                assertThat(rows.put(row.group(1), row.group(2) + " | " + row.group(3)))
                        .as(row.group(1))
                        .isNull();
            }
        }
        return rows;
    }

    private static List<String> keyTables() throws IOException {
        String page = Files.readString(PAGE);
        return page.substring(page.indexOf("## Keys"), page.indexOf("## Settings that relax"))
                .lines()
                .toList();
    }
}
