package dev.postern.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object whose members are texts, integers and lists of texts, read strictly: valid UTF-8, no key twice at any
 * depth, nothing behind the object. Members of other kinds may be there, but cannot be asked for.
 */
final class JsonObject {

    /** Names come from anybody, so none is kept in Jackson's shared tables. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(8).build())
            .build();

    /** The last second of the year 9999, the last that ISO 8601 writes in the common way. */
    private static final long LAST_SECOND = 253_402_300_799L;

    /** Stands for a member that cannot be asked for: null, true, false, an object, a fraction, a huge integer … */
    private static final Object OTHER = new Object();

    private final Map<String, Object> members;
    private final TokenRefused.Reason reason;

    private JsonObject(Map<String, Object> members, TokenRefused.Reason reason) {
        this.members = members;
        this.reason = reason;
    }

    /** @throws TokenRefused with the reason given, now and from every method, if something is not as it should be */
    static JsonObject read(byte[] json, TokenRefused.Reason reason) throws TokenRefused {
        String text = new String(json, UTF_8);
        // Broken UTF-8 was replaced, so it does not come back; a parser of bytes would guess at UTF-16 as well.
        if (!Arrays.equals(text.getBytes(UTF_8), json)) {
            throw new TokenRefused(reason);
        }
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new TokenRefused(reason);
            }
            Map<String, Object> members = members(parser);
            if (parser.nextToken() != null) {
                throw new TokenRefused(reason);
            }
            return new JsonObject(members, reason);
        } catch (IOException notJson) {
            throw new TokenRefused(reason);
        }
    }

    Set<String> names() {
        return members.keySet();
    }

    /** A text that is not empty. */
    String text(String name) throws TokenRefused {
        return checkedText(members.get(name));
    }

    Optional<String> textIfPresent(String name) throws TokenRefused {
        return members.containsKey(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /** A list of texts that are not empty. */
    List<String> texts(String name) throws TokenRefused {
        if (!(members.get(name) instanceof List<?> list)) {
            throw new TokenRefused(reason);
        }
        List<String> texts = new ArrayList<>(list.size());
        for (Object item : list) {
            texts.add(checkedText(item));
        }
        return texts;
    }

    /** A text, or a list of them, as RFC 7519 writes an audience. */
    List<String> textOrTexts(String name) throws TokenRefused {
        return members.get(name) instanceof String text ? List.of(checkedText(text)) : texts(name);
    }

    /** Whole seconds since 1970, up to the year 9999. RFC 7519 allows fractions; we never write them. */
    Instant instant(String name) throws TokenRefused {
        if (members.get(name) instanceof Long seconds && seconds >= 0 && seconds <= LAST_SECOND) {
            return Instant.ofEpochSecond(seconds);
        }
        throw new TokenRefused(reason);
    }

    Optional<Instant> instantIfPresent(String name) throws TokenRefused {
        return members.containsKey(name) ? Optional.of(instant(name)) : Optional.empty();
    }

    private String checkedText(@Nullable Object value) throws TokenRefused {
        if (value instanceof String text && !text.isEmpty() && isWellFormed(text)) {
            return text;
        }
        throw new TokenRefused(reason);
    }

    /** Whether no half of a surrogate pair stands alone, which an escape can write but UTF-8 cannot. */
    private static boolean isWellFormed(String text) {
        for (int i = 0, codePoint; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, Object> members(JsonParser parser) throws IOException {
        Map<String, Object> members = new HashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            members.put(name, value(parser, parser.nextToken()));
        }
        return members;
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? OTHER : (Object) parser.getLongValue();
            case START_ARRAY -> list(parser);
            case START_OBJECT -> {
                parser.skipChildren();
                yield OTHER;
            }
            default -> OTHER;
        };
    }

    private static List<Object> list(JsonParser parser) throws IOException {
        List<Object> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token));
        }
        return items;
    }
}
