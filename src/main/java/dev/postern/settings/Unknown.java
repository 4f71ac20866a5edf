package dev.postern.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What to say of a name that is no setting. Its value is never said: it may be a secret in the wrong place. */
final class Unknown {

    private static final String GROUP = "group.";
    private static final String GROUP_NAMES =
            "a group's name must be lower-case letters and digits, joined by single hyphens, 64 characters at most";

    private Unknown() {}

    static String inFile(String key) {
        return secretVariable(key)
                .map(variable -> "a secret must not be in this file: set the environment variable " + variable + ", or "
                        + variable + "_FILE to a file that holds it")
                .orElseGet(() -> otherwise(key, nearest(key)));
    }

    static String inEnvironment(String variable) {
        String key = guessedKey(variable);
        return secretVariable(key)
                .map(secret -> "the variable is " + secret + ", or " + secret + "_FILE for a file that holds it")
                .orElseGet(() -> otherwise(key, nearest(key).map(SettingKey::variable)));
    }

    private static String otherwise(String key, Optional<String> nearest) {
        String attribute = key.substring(key.lastIndexOf('.') + 1);
        if (groupName(key).isPresent() && !SettingKeys.isKnown(key) && SettingKeys.isKnown(GROUP + "x." + attribute)) {
            return GROUP_NAMES;
        }
        return "there is no such setting"
                + nearest.map(name -> "; did you mean " + name + "?").orElse("");
    }

    private static Optional<String> nearest(String key) {
        return Nearest.to(key, key.startsWith(GROUP) ? groupKeys(key) : keys());
    }

    private static List<String> keys() {
        return SettingKeys.all().stream().map(SettingKey::name).collect(Collectors.toList());
    }

    private static List<String> groupKeys(String key) {
        String group = groupName(key)
                .filter(name ->
                        SettingKeys.isKnown(SettingKeys.GROUP_PATH.of(name).name()))
                .orElse("<name>");
        return SettingKeys.ofGroups().stream()
                .map(known -> known.of(group).name())
                .collect(Collectors.toList());
    }

    private static Optional<String> groupName(String key) {
        int end = key.lastIndexOf('.');
        return key.startsWith(GROUP) && end >= GROUP.length()
                ? Optional.of(key.substring(GROUP.length(), end))
                : Optional.empty();
    }

    /** The key that somebody may have meant by a variable. Of a group, the last word is taken for the attribute. */
    private static String guessedKey(String variable) {
        String words = variable.substring(SettingKey.VARIABLE_PREFIX.length()).toLowerCase(Locale.ROOT);
        if (!words.startsWith("group_")) {
            return words.replace('_', '.');
        }
        int last = words.lastIndexOf('_');
        String name = last > GROUP.length() ? words.substring(GROUP.length(), last) : "";
        return GROUP + name.replace('_', '-') + "." + words.substring(last + 1);
    }

    private static Optional<String> secretVariable(String key) {
        String letters = Nearest.letters(key);
        if (key.startsWith(GROUP)) {
            return Optional.empty();
        }
        if (letters.contains("secret")) {
            return Optional.of(letters.contains("previous") ? Secrets.PREVIOUS_SECRET_KEY : Secrets.SECRET_KEY);
        }
        if (letters.contains("storepassword")) {
            return Optional.of(Secrets.STORE_PASSWORD);
        }
        return letters.contains("adminpassword") ? Optional.of(Secrets.ADMIN_PASSWORD) : Optional.empty();
    }
}
