package dev.postern.settings;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings that environment variables give: {@code POSTERN_}, and the key in upper case with underscores. */
final class Variables {

    private static final Pattern OF_GROUP = Pattern.compile(SettingKeys.ofGroups().stream()
            .map(key -> SettingKey.words(key.name()))
            .collect(Collectors.joining("|", SettingKey.variable("group.") + "([A-Z0-9_]+)_(", ")")));

    private Variables() {}

    /** What the environment sets of the known keys; any other variable with our prefix is a problem. */
    static Map<String, Given> read(Map<String, String> environment, Problems problems) {
        Map<String, Given> given = new HashMap<>();
        environment.forEach((variable, text) -> {
            if (variable.startsWith(SettingKey.VARIABLE_PREFIX)) {
                keyOf(variable)
                        .ifPresentOrElse(
                                key -> given.put(key, new Given(text, Optional.of(variable))),
                                () -> problems.add(variable, Unknown.inEnvironment(variable)));
            }
        });
        return given;
    }

    private static Optional<String> keyOf(String variable) {
        return SettingKeys.all().stream()
                .map(SettingKey::name)
                .filter(name -> SettingKey.variable(name).equals(variable))
                .findFirst()
                .or(() -> groupKeyOf(variable));
    }

    /** As group names have no underscore, the name is found again without knowing the file's groups. */
    private static Optional<String> groupKeyOf(String variable) {
        Matcher parts = OF_GROUP.matcher(variable);
        return parts.matches()
                ? Optional.of("group." + hyphenated(parts.group(1)) + "." + hyphenated(parts.group(2)))
                        .filter(SettingKeys::isKnown)
                : Optional.empty();
    }

    private static String hyphenated(String words) {
        return words.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
