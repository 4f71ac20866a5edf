package dev.postern.http.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.ops.Printable;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A request's body, read as one JSON object and strictly: UTF-8 alone, no key twice, nothing behind the object. What
 * is wrong is refused with the name of the field.
 */
public final class JsonBody {
    private static final int MAX_DEPTH = 16;

    private static final ObjectMapper READER = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode object;

    private JsonBody(JsonNode object) {
        this.object = object;
    }

    /** The body of a request that must have one. */
    public static JsonBody of(Context ctx) {
        requireJson(ctx);
        return new JsonBody(parse(ctx.bodyAsBytes()));
    }

    /** The body of a request that may have none. */
    public static JsonBody ofOptional(Context ctx) {
        return ctx.header("Content-Type") == null && ctx.bodyAsBytes().length == 0
                ? new JsonBody(READER.createObjectNode())
                : of(ctx);
    }

    /** Refuses a body with any other field than these. */
    public JsonBody only(Set<String> fields) {
        object.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                throw refused("Unknown field \"" + Printable.shortOf(name) + "\".");
            }
        });
        return this;
    }

    public String string(String field) {
        return optionalString(field).orElseThrow(() -> refused("Field \"" + field + "\" is missing."));
    }

    public Optional<String> optionalString(String field) {
        JsonNode value = object.get(field);
        if (value != null && !value.isTextual()) {
            throw refused("Field \"" + field + "\" must be a string.");
        }
        return Optional.ofNullable(value).map(JsonNode::textValue);
    }

    /** False where the field is missing. */
    public boolean flag(String field) {
        return optionalFlag(field).orElse(false);
    }

    public Optional<Boolean> optionalFlag(String field) {
        JsonNode value = object.get(field);
        if (value != null && !value.isBoolean()) {
            throw refused("Field \"" + field + "\" must be true or false.");
        }
        return Optional.ofNullable(value).map(JsonNode::booleanValue);
    }

    /** A whole number. */
    public Optional<Long> optionalNumber(String field) {
        JsonNode value = object.get(field);
        if (value != null && !(value.isIntegralNumber() && value.canConvertToInt())) {
            throw refused("Field \"" + field + "\" must be a whole number, less than 2147483648.");
        }
        return Optional.ofNullable(value).map(JsonNode::longValue);
    }

    /** A list of strings without duplicates. */
    public Optional<Set<String>> optionalStrings(String field) {
        JsonNode value = object.get(field);
        if (value == null) {
            return Optional.empty();
        }
        Set<String> strings = new LinkedHashSet<>();
        value.forEach(item -> strings.add(item.isTextual() ? item.textValue() : ""));
        if (!value.isArray() || strings.contains("")) {
            throw refused("Field \"" + field + "\" must be a list of strings that are not empty.");
        }
        return Optional.of(strings);
    }

    private static void requireJson(Context ctx) {
        if (!ContentType.is(ContentType.JSON, ctx)) {
            throw new RequestRefused(Refusals.unsupportedMediaType(ContentType.JSON));
        }
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            // Decoded here, because Jackson would also guess UTF-16 and UTF-32.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            JsonNode node = READER.readTree(text);
            if (!node.isObject()) {
                throw refused("The body must be a JSON object.");
            }
            return node;
        } catch (CharacterCodingException notUtf8) {
            throw refused("The body is not valid UTF-8.");
        } catch (JsonProcessingException invalid) {
            throw refused(explain(invalid));
        }
    }

    private static String explain(JsonProcessingException invalid) {
        String problem = Optional.ofNullable(invalid.getOriginalMessage()).orElse("");
        if (problem.startsWith("Duplicate field")) {
            return "Field \"" + Printable.shortOf(problem.replaceAll("(?s)^Duplicate field '(.*)'$", "$1"))
                    + "\" must be sent only once.";
        }
        if (problem.startsWith("Trailing token")) {
            return "Something follows the JSON object.";
        }
        return "The body is not valid JSON.";
    }

    private static RequestRefused refused(String message) {
        return new RequestRefused(Refusals.invalidRequest(message));
    }
}
