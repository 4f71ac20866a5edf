package dev.postern.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Authelia's users file: {@code users:}, and under it a map of each by name. */
final class Authelia {
    private static final int MAX_CHARS = 64 * 1024 * 1024;
    private static final int MAX_DEPTH = 10;

    private Authelia() {}

    static List<ImportRecord> read(String content, Fields fields) throws ImportRefused {
        if (!(load(content) instanceof Map<?, ?> root) || !(root.get("users") instanceof Map<?, ?> users)) {
            throw new ImportRefused("the file has no map named users, as Authelia's has");
        }
        List<ImportRecord> records = new ArrayList<>();
        users.forEach((name, user) -> records.add(record(records.size() + 1, String.valueOf(name), user, fields)));
        return records;
    }

    private static Object load(String content) throws ImportRefused {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_CHARS);
        try {
            Object loaded = new Yaml(new SafeConstructor(options)).load(content);
            return loaded == null ? Map.of() : loaded;
        } catch (YAMLException broken) {
            throw new ImportRefused("the file is not valid YAML, or has a name twice");
        }
    }

    private static ImportRecord record(int number, String name, Object user, Fields fields) {
        if (!(user instanceof Map<?, ?> map)) {
            return ImportRecord.broken(number, "the user " + name + " is not a map");
        }
        Map<String, String> values = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value != null) {
                values.put(String.valueOf(key), text(value));
            }
        });
        values.keySet().removeIf(key -> key.equals("name") || key.equals("email") || key.equals("displayname"));
        values.put("username", name);
        return fields.record(number, values);
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value);
    }
}
