package dev.postern.imports;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Authelia's users file: {@code users:}, and under it a map of each by name. */
final class Authelia {
    private static final int MAX_CHARS = 64 * 1024 * 1024;
    private static final int MAX_DEPTH = 10;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{Nd}._@+-]{1,64}");

    private Authelia() {}

    static List<ImportRecord> read(String content, Fields fields) throws ImportRefused {
        Node users = compose(content)
                .flatMap(root -> entry(root, "users"))
                .filter(MappingNode.class::isInstance)
                .orElseThrow(() -> new ImportRefused("the file has no map named users, as Authelia's has"));
        List<ImportRecord> records = new ArrayList<>();
        for (NodeTuple user : ((MappingNode) users).getValue()) {
            records.add(record(records.size() + 1, user, fields));
        }
        return records;
    }

    /** The nodes of the file. A scalar stays its text, whatever type YAML 1.1 would give it (83 for 0123). */
    private static Optional<Node> compose(String content) throws ImportRefused {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_CHARS);
        try {
            if (hasAliases(content, options)) {
                throw new ImportRefused(
                        "the file has a YAML alias (*name), which is not read; write out what it means");
            }
            Optional<Node> root = Optional.ofNullable(new Yaml(options).compose(new StringReader(content)));
            if (root.isPresent()) {
                requireUniqueKeys(root.get());
            }
            return root;
        } catch (YAMLException broken) {
            throw new ImportRefused("the file is not valid YAML");
        }
    }

    private static boolean hasAliases(String content, LoaderOptions options) {
        for (Event event : new Yaml(options).parse(new StringReader(content))) {
            if (event.is(Event.ID.Alias)) {
                return true;
            }
        }
        return false;
    }

    private static void requireUniqueKeys(Node node) throws ImportRefused {
        if (node instanceof MappingNode map) {
            Set<String> keys = new HashSet<>();
            for (NodeTuple entry : map.getValue()) {
                String key = scalar(entry.getKeyNode())
                        .orElseThrow(() -> new ImportRefused("the file has a key that is not a text, at line "
                                + (entry.getKeyNode().getStartMark().getLine() + 1)));
                if (!keys.add(key)) {
                    throw new ImportRefused("the file has a name twice, at line "
                            + (entry.getKeyNode().getStartMark().getLine() + 1));
                }
                requireUniqueKeys(entry.getValueNode());
            }
        }
    }

    private static Optional<Node> entry(Node node, String key) {
        return node instanceof MappingNode map
                ? map.getValue().stream()
                        .filter(entry -> scalar(entry.getKeyNode()).equals(Optional.of(key)))
                        .map(NodeTuple::getValueNode)
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<String> scalar(Node node) {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    private static ImportRecord record(int number, NodeTuple user, Fields fields) {
        if (!(user.getValueNode() instanceof MappingNode map)) {
            String name = scalar(user.getKeyNode())
                    .filter(key -> NAME.matcher(key).matches())
                    .orElse("");
            return ImportRecord.broken(number, ("the user " + name).strip() + " is not a map");
        }
        Map<String, FieldValue> values = new LinkedHashMap<>();
        for (NodeTuple field : map.getValue()) {
            scalar(field.getKeyNode()).ifPresent(key -> values.put(key, value(field.getValueNode())));
        }
        values.keySet().removeIf(key -> key.equals("name") || key.equals("email") || key.equals("displayname"));
        values.put("username", new FieldValue.Text(scalar(user.getKeyNode()).orElse("")));
        return fields.record(number, values);
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && Set.of("", "~", "null", "Null", "NULL").contains(scalar.getValue());
    }

    private static FieldValue value(Node node) {
        if (isNull(node)) {
            return new FieldValue.Other("null");
        }
        if (node instanceof ScalarNode scalar) {
            return new FieldValue.Text(scalar.getValue());
        }
        if (node instanceof SequenceNode list
                && list.getValue().stream().allMatch(item -> item instanceof ScalarNode && !isNull(item))) {
            return new FieldValue.Items(list.getValue().stream()
                    .flatMap(item -> scalar(item).stream())
                    .toList());
        }
        return new FieldValue.Other("map");
    }
}
