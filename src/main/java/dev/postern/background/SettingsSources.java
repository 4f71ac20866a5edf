package dev.postern.background;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the settings of a server come from, so that they can be read again. */
public record SettingsSources(Optional<Path> file, Map<String, String> environment) {}
