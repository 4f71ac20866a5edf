package dev.postern.storm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The tokens that a client holds. */
record Pair(String access, Link refresh) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Pair read(String body) {
        try {
            JsonNode fields = JSON.readTree(body);
            return new Pair(
                    fields.required("token").asText(),
                    Link.of(fields.required("refresh_token").asText()));
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(body, malformed);
        }
    }
}
