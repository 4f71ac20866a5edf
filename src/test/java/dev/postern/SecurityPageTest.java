package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/security.md is complete, and the tests that it names exist. */
class SecurityPageTest {
    /** How many requirements each section of ASVS 5.0 has. */
    private static final Map<String, Integer> SECTIONS = new TreeMap<>(Map.ofEntries(
            Map.entry("6.1", 3),
            Map.entry("6.2", 12),
            Map.entry("6.3", 8),
            Map.entry("6.4", 6),
            Map.entry("6.5", 8),
            Map.entry("6.6", 4),
            Map.entry("6.7", 2),
            Map.entry("6.8", 4),
            Map.entry("7.1", 3),
            Map.entry("7.2", 4),
            Map.entry("7.3", 2),
            Map.entry("7.4", 5),
            Map.entry("7.5", 3),
            Map.entry("7.6", 2),
            Map.entry("9.1", 3),
            Map.entry("9.2", 4),
            Map.entry("10.1", 2),
            Map.entry("10.2", 3),
            Map.entry("10.3", 5),
            Map.entry("10.4", 16),
            Map.entry("10.5", 5),
            Map.entry("10.6", 2),
            Map.entry("10.7", 3)));

    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| (\\d+\\.\\d+)\\.(\\d+)(?: to \\1\\.(\\d+))? [^|]*\\| [123] \\| [^|]+\\|([^|]*)\\|$");

    private static String page() throws Exception {
        return Files.readString(Path.of("docs/security.md"));
    }

    @Test
    void everyRequirementHasOneRow() throws Exception {
        List<String> rows = new ArrayList<>();
        Matcher row = ROW.matcher(page());
        while (row.find()) {
            int last = Integer.parseInt(row.group(3) == null ? row.group(2) : row.group(3));
            for (int i = Integer.parseInt(row.group(2)); i <= last; i++) {
                rows.add(row.group(1) + "." + i);
            }
        }
        List<String> all = new ArrayList<>();
        SECTIONS.forEach((section, count) -> {
            for (int i = 1; i <= count; i++) {
                all.add(section + "." + i);
            }
        });
        assertThat(rows).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void theTestsExist() throws Exception {
        Set<String> tests;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            tests = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        Matcher row = ROW.matcher(page());
        while (row.find()) {
            Stream.of(row.group(4).split(","))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .forEach(name -> assertThat(tests).contains(name));
        }
    }
}
