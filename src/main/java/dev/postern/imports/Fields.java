package dev.postern.imports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What columns and fields are called in other systems, and what they mean here. */
final class Fields {
    private static final List<String> NAMES = List.of("username", "user", "login", "name", "email");
    private static final List<String> HASHES =
            List.of("passwordhash", "hash", "hashedpassword", "encryptedpassword", "password", "passwd");
    private static final List<String> ROLES = List.of("roles", "role", "groups");
    private static final List<String> DISABLED = List.of("disabled");
    private static final Map<String, Boolean> TRUTHS = Map.of(
            "true", true, "t", true, "1", true, "yes", true, "false", false, "f", false, "0", false, "no", false, "",
            false);

    private static final Pattern SEPARATORS = Pattern.compile("[\\s,;]+");

    private final Set<String> ignored = new TreeSet<>();

    List<String> ignored() {
        return List.copyOf(ignored);
    }

    /** A record of values by their names; lists have their items by commas. */
    ImportRecord record(int line, Map<String, String> values) {
        Map<String, String> plain = new HashMap<>();
        List<String> doubled = new ArrayList<>();
        values.forEach((name, value) -> {
            if (plain.put(plain(name), value) != null) {
                doubled.add(name);
            }
        });
        if (!doubled.isEmpty()) {
            return ImportRecord.broken(line, "two fields named " + doubled.get(0));
        }
        String name = first(NAMES, plain).orElse("");
        String hash = first(HASHES, plain).orElse("");
        Optional<Set<String>> roles = first(ROLES, plain).map(Fields::items);
        Optional<String> disabled = first(DISABLED, plain).map(text -> text.toLowerCase(Locale.ROOT));
        noteIgnored(values);
        if (disabled.filter(text -> !TRUTHS.containsKey(text)).isPresent()) {
            return ImportRecord.broken(line, "the field disabled must be true or false");
        }
        return new ImportRecord(line, name, hash, roles, disabled.map(TRUTHS::get), "");
    }

    private void noteIgnored(Map<String, String> values) {
        for (String name : values.keySet()) {
            String plain = plain(name);
            boolean known = NAMES.contains(plain)
                    || HASHES.contains(plain)
                    || ROLES.contains(plain)
                    || DISABLED.contains(plain);
            if (!known && ignored.size() < 100) {
                ignored.add(name);
            }
        }
    }

    private static Optional<String> first(List<String> names, Map<String, String> values) {
        return names.stream().filter(values::containsKey).map(values::get).findFirst();
    }

    private static Set<String> items(String text) {
        Set<String> items = new LinkedHashSet<>();
        SEPARATORS.splitAsStream(text).filter(item -> !item.isEmpty()).forEach(items::add);
        return items;
    }

    /** {@code passwordHash}, {@code password_hash} and {@code Password Hash} are one name. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[_\\s-]", "");
    }
}
