package dev.postern.http.body;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.ops.PrintableJson;

/** Writes JSON. */
public final class Json {
    private static final ObjectMapper WRITER = PrintableJson.mapper();

    private Json() {}

    public static byte[] write(Object value) {
        try {
            return WRITER.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an answer of ours cannot be written as JSON", impossible);
        }
    }
}
