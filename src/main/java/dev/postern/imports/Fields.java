package dev.postern.imports;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names of columns and fields in other systems, and their meaning here. A field that cannot be understood makes its
 * record invalid. No message has a value.
 */
final class Fields {
    private static final List<String> NAMES = List.of("username", "user", "login", "name", "email");
    private static final List<String> HASHES =
            List.of("passwordhash", "hash", "hashedpassword", "encryptedpassword", "password", "passwd");
    private static final List<String> ROLES = List.of("roles", "role", "groups", "group");

    /** Fields that say whether a person may not sign in. */
    private static final Set<String> BARRED = Set.of(
            "disabled",
            "isdisabled",
            "inactive",
            "isinactive",
            "accountdisabled",
            "locked",
            "accountlocked",
            "islocked",
            "blocked",
            "isblocked",
            "suspended",
            "issuspended",
            "banned",
            "isbanned",
            "deactivated",
            "deleted",
            "isdeleted");

    /** Fields that say whether a person may. */
    private static final Set<String> ALLOWED = Set.of("enabled", "isenabled", "active", "isactive");

    private static final Set<String> YES = Set.of("true", "t", "1", "yes", "y", "on");
    private static final Set<String> NO = Set.of("false", "f", "0", "no", "n", "off");

    private static final Pattern SEPARATORS = Pattern.compile("[\\s,;]+");
    private static final Pattern COLUMN = Pattern.compile("\\p{L}[\\p{L}\\p{Nd} _.-]{0,39}");
    private static final int MOST_IGNORED = 100;

    private final Set<String> ignored = new TreeSet<>();

    /** The names of ignored fields, as far as they look like names. */
    List<String> ignored() {
        return List.copyOf(ignored);
    }

    /** Whether these are column names, one of them for usernames, rather than a record. */
    static boolean areColumns(Stream<String> names) {
        List<String> all = names.map(String::strip).toList();
        boolean known = all.stream().map(Fields::plain).anyMatch(NAMES::contains)
                && all.stream().map(Fields::plain).anyMatch(Fields::isReadBesidesNames);
        return known
                && all.stream()
                        .allMatch(name -> name.isEmpty() || COLUMN.matcher(name).matches());
    }

    private static boolean isRead(String plain) {
        return NAMES.contains(plain) || isReadBesidesNames(plain);
    }

    private static boolean isReadBesidesNames(String plain) {
        return HASHES.contains(plain) || ROLES.contains(plain) || BARRED.contains(plain) || ALLOWED.contains(plain);
    }

    /** A value that cannot be understood. Has no stack trace. */
    private static final class NotUnderstood extends Exception {
        private static final long serialVersionUID = 1;

        NotUnderstood(String message) {
            super(message, null, false, false);
        }
    }

    /** A record of values by their names. */
    ImportRecord record(int line, Map<String, FieldValue> values) {
        try {
            Map<String, FieldValue> plain = plain(values);
            keepOneOf(HASHES, plain);
            keepOneOf(ROLES, plain);
            noteIgnored(values, plain);
            return new ImportRecord(
                    line, text(NAMES, plain), text(HASHES, plain).strip(), roles(plain), disabled(plain), "");
        } catch (NotUnderstood problem) {
            return ImportRecord.broken(line, String.valueOf(problem.getMessage()));
        }
    }

    /**
     * Keeps the one field of several with the same meaning that has a value, and removes the blank ones. If two have a
     * value, nobody can say which is right.
     */
    private static void keepOneOf(List<String> names, Map<String, FieldValue> values) throws NotUnderstood {
        List<String> given = names.stream()
                .filter(values::containsKey)
                .filter(name -> !isBlank(values.get(name)))
                .toList();
        if (given.size() > 1) {
            throw new NotUnderstood("the fields " + String.join(" and ", given) + " mean the same; keep one of them");
        }
        given.forEach(name -> values.keySet().removeIf(other -> names.contains(other) && !other.equals(name)));
    }

    private static boolean isBlank(@Nullable FieldValue value) {
        return value instanceof FieldValue.Text text && text.text().isBlank();
    }

    private static Map<String, FieldValue> plain(Map<String, FieldValue> values) throws NotUnderstood {
        Map<String, FieldValue> plain = new LinkedHashMap<>();
        for (Map.Entry<String, FieldValue> field : values.entrySet()) {
            String name = plain(field.getKey());
            if (isRead(name) && plain.put(name, field.getValue()) != null) {
                throw new NotUnderstood("two fields named " + name);
            }
        }
        return plain;
    }

    /** The text of the first of the fields that is there; empty if none is. */
    private static String text(List<String> names, Map<String, FieldValue> values) throws NotUnderstood {
        Optional<String> name = names.stream().filter(values::containsKey).findFirst();
        if (name.isEmpty()) {
            return "";
        }
        return Optional.ofNullable(values.get(name.get()))
                .flatMap(FieldValue::asText)
                .orElseThrow(() -> new NotUnderstood("the field " + name.get() + " must be a text"));
    }

    private static Optional<Set<String>> roles(Map<String, FieldValue> values) throws NotUnderstood {
        Optional<String> name = ROLES.stream().filter(values::containsKey).findFirst();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        FieldValue value = values.get(name.get());
        if (value instanceof FieldValue.Text text) {
            return Optional.of(items(SEPARATORS.splitAsStream(text.text())));
        }
        if (value instanceof FieldValue.Items list
                && list.items().stream()
                        .noneMatch(item -> SEPARATORS.matcher(item).find())) {
            return Optional.of(items(list.items().stream()));
        }
        throw new NotUnderstood("the field " + name.get() + " must be a list of names without spaces, or one text");
    }

    private static Set<String> items(Stream<String> items) {
        Set<String> found = new LinkedHashSet<>();
        items.filter(item -> !item.isEmpty()).forEach(found::add);
        return found;
    }

    /** If any field disables the account, it is disabled, even if other fields say otherwise. */
    private static Optional<Boolean> disabled(Map<String, FieldValue> values) throws NotUnderstood {
        Optional<Boolean> disabled = Optional.empty();
        for (Map.Entry<String, FieldValue> field : values.entrySet()) {
            boolean bars = BARRED.contains(field.getKey());
            if (bars || ALLOWED.contains(field.getKey())) {
                boolean barred = yesOrNo(field.getKey(), field.getValue()) == bars;
                disabled = Optional.of(barred || disabled.orElse(false));
            }
        }
        return disabled;
    }

    private static boolean yesOrNo(String name, FieldValue value) throws NotUnderstood {
        if (value instanceof FieldValue.Flag flag) {
            return flag.value();
        }
        String given = value instanceof FieldValue.Figure number
                ? number.written()
                : value.asText().orElse("?");
        String text = given.strip().toLowerCase(Locale.ROOT);
        if (!YES.contains(text) && !NO.contains(text)) {
            throw new NotUnderstood("the field " + name + " must be true or false");
        }
        return YES.contains(text);
    }

    private void noteIgnored(Map<String, FieldValue> values, Map<String, FieldValue> plain) {
        Optional<String> used = NAMES.stream().filter(plain::containsKey).findFirst();
        for (String name : values.keySet()) {
            boolean isRead = NAMES.contains(plain(name))
                    ? used.equals(Optional.of(plain(name)))
                    : isReadBesidesNames(plain(name));
            if (!isRead && COLUMN.matcher(name).matches() && ignored.size() < MOST_IGNORED) {
                ignored.add(name);
            }
        }
    }

    /** {@code passwordHash}, {@code password_hash} and {@code Password Hash} are one name. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[_\\s.-]", "");
    }
}
