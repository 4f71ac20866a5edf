package dev.postern.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the settings file. */
final class ConfigOption {
    private static final Path DEFAULT = Path.of("config.properties");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The settings; config.properties in this folder if it is there and none is given.")
    private @Nullable Path given;

    Optional<Path> file() {
        return Optional.ofNullable(given).or(() -> Optional.of(DEFAULT).filter(Files::exists));
    }
}
