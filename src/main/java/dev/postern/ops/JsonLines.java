package dev.postern.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log as one JSON object on each line: {@code time}, {@code level}, {@code logger} and {@code message}. The lines of a
 * stack trace are objects with {@code trace}, which follow the message that they belong to. Made of the lines that
 * slf4j-simple writes, which has no other form.
 */
public final class JsonLines {
    private static final ObjectMapper JSON = PrintableJson.mapper();
    private static final Pattern LINE =
            Pattern.compile("(\\S+) (TRACE|DEBUG|INFO|WARN|ERROR) (\\S+) - (.*)", Pattern.DOTALL);

    private JsonLines() {}

    /** A stream that takes the log's lines, and writes them as JSON in UTF-8. */
    public static PrintStream of(PrintStream target) {
        return new PrintStream(target, true, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                super.println(object(String.valueOf(line)));
            }

            // As stack traces are printed.
            @Override
            public void println(Object line) {
                String.valueOf(line).lines().forEach(each -> super.println(json(Map.of("trace", each.strip()))));
            }
        };
    }

    private static String object(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher parts = LINE.matcher(line);
        if (parts.matches()) {
            fields.put("time", parts.group(1));
            fields.put("level", parts.group(2));
            fields.put("logger", parts.group(3));
            fields.put("message", parts.group(4));
        } else {
            fields.put("message", line);
        }
        return json(fields);
    }

    private static String json(Map<String, String> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
