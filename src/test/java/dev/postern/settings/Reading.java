package dev.postern.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads settings for tests, from the lines of a file or from an environment. */
final class Reading {

    private Reading() {}

    static Settings settings(String... lines) {
        return settings(String.join("\n", lines), Map.of());
    }

    static Settings settings(Map<String, String> environment) {
        return settings("", environment);
    }

    static Settings settings(String file, Map<String, String> environment) {
        Problems problems = new Problems();
        Optional<Settings> settings = read(file, environment, problems);
        return settings.orElseThrow(() -> new AssertionError(problems.lines()));
    }

    static List<String> problems(String... lines) {
        return problems(String.join("\n", lines), Map.of());
    }

    static List<String> problems(Map<String, String> environment) {
        return problems("", environment);
    }

    static List<String> problems(String file, Map<String, String> environment) {
        Problems problems = new Problems();
        read(file, environment, problems);
        return problems.lines();
    }

    private static Optional<Settings> read(String text, Map<String, String> environment, Problems problems) {
        try {
            Path file = Files.createTempFile("settings", ".properties");
            try {
                Files.writeString(file, text);
                return SettingsReader.read(Optional.of(file), environment, problems);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
