package dev.postern.imports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A JSON object a line, or one list of objects. */
final class JsonLines {
    private static final ObjectMapper READER = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(16).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonLines() {}

    static List<ImportRecord> read(String content, Fields fields) throws ImportRefused {
        return content.stripLeading().startsWith("[") ? list(content, fields) : lines(content, fields);
    }

    private static List<ImportRecord> lines(String content, Fields fields) {
        List<ImportRecord> records = new ArrayList<>();
        int number = 0;
        for (String line : content.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                records.add(line(number, line, fields));
            }
        }
        return records;
    }

    private static ImportRecord line(int number, String line, Fields fields) {
        try {
            return record(number, READER.readTree(line), fields);
        } catch (JsonProcessingException broken) {
            return ImportRecord.broken(number, "not a JSON object");
        }
    }

    private static List<ImportRecord> list(String content, Fields fields) throws ImportRefused {
        List<ImportRecord> records = new ArrayList<>();
        try {
            for (JsonNode node : READER.readTree(content)) {
                records.add(record(records.size() + 1, node, fields));
            }
            return records;
        } catch (JsonProcessingException broken) {
            throw new ImportRefused("the file begins like a JSON list, but is not valid");
        }
    }

    private static ImportRecord record(int number, JsonNode node, Fields fields) {
        if (!node.isObject()) {
            return ImportRecord.broken(number, "not a JSON object");
        }
        Map<String, FieldValue> values = new LinkedHashMap<>();
        node.properties().forEach(field -> values.put(field.getKey(), value(field.getValue())));
        return fields.record(number, values);
    }

    private static FieldValue value(JsonNode value) {
        if (value.isTextual()) {
            return new FieldValue.Text(value.asText());
        }
        if (value.isBoolean()) {
            return new FieldValue.Flag(value.booleanValue());
        }
        if (value.isNumber()) {
            return new FieldValue.Figure(value.asText());
        }
        boolean texts = value.isArray()
                && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isTextual);
        return texts
                ? new FieldValue.Items(StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::textValue)
                        .toList())
                : new FieldValue.Other(value.getNodeType().name().toLowerCase(Locale.ROOT));
    }
}
