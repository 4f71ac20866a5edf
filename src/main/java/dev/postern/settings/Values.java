package dev.postern.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The values of all keys, each read by its own key's format, over what was given and the defaults. */
final class Values {

    private final Map<String, Given> given;
    private final Set<String> groups = new TreeSet<>();
    private final Map<String, Object> values = new HashMap<>();

    /** Reads what was given for known keys; a text that is not right is a problem, and its key has no value. */
    Values(Map<String, Given> given, Problems problems) {
        this.given = Map.copyOf(given);
        given.keySet().forEach(name -> SettingKeys.groupOf(name).ifPresent(groups::add));
        SettingKeys.all().forEach(key -> read(key, problems));
        groups.forEach(group -> SettingKeys.ofGroups().forEach(key -> read(key.of(group), problems)));
    }

    private void read(SettingKey<?> key, Problems problems) {
        text(key)
                .ifPresent(text -> key.format()
                        .read(text)
                        .ifPresentOrElse(
                                value -> values.put(key.name(), value),
                                () -> problems.add(
                                        key.name(),
                                        text,
                                        "must be " + key.format().expected() + origin(key))));
    }

    /** The names of the groups that anything was given of, sorted. */
    Set<String> groups() {
        return groups;
    }

    boolean isGiven(SettingKey<?> key) {
        return given.containsKey(key.name());
    }

    /** The key's text as given, or its default. */
    Optional<String> text(SettingKey<?> key) {
        return Optional.ofNullable(given.get(key.name())).map(Given::text).or(key::fallback);
    }

    /** Where the key was given, for the end of a message. */
    String origin(SettingKey<?> key) {
        return Optional.ofNullable(given.get(key.name())).map(Given::origin).orElse("");
    }

    /** The key's value; empty if it has none, for want of a default or because the text was not right. */
    @SuppressWarnings("unchecked") // A value was put under the key's name by that key's own format.
    <T> Optional<T> find(SettingKey<T> key) {
        return Optional.ofNullable((T) values.get(key.name()));
    }

    /** The value of a key that has a default, when there were no problems. */
    <T> T get(SettingKey<T> key) {
        return find(key).orElseThrow();
    }
}
