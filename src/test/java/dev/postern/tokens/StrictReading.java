package dev.postern.tokens;

import static dev.postern.Fuzzing.require;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A second opinion on a token that the verifier has accepted, formed without any of the code under test. */
final class StrictReading {
    private static final long SKEW = HandMade.SKEW.toSeconds();
    private static final long NOW = HandMade.NOW.getEpochSecond();

    /** Names come from a fuzzer, so none is kept. */
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final AccessToken accepted;
    private final JsonNode header;
    private final JsonNode payload;

    private StrictReading(AccessToken accepted, JsonNode header, JsonNode payload) {
        this.accepted = accepted;
        this.header = header;
        this.payload = payload;
    }

    /** Fails if the token should not have been accepted, or says something else than was made of it. */
    static void check(String token, AccessToken accepted) {
        String[] parts = token.split("\\.", -1);
        require(parts.length == 3 && token.length() <= 8192, "three segments, not too long");
        try {
            StrictReading reading = new StrictReading(accepted, json(parts[0]), json(parts[1]));
            reading.checkSignature(parts[0] + "." + parts[1], bytes(parts[2]));
            reading.checkParties();
            reading.checkTimes();
            reading.checkRoles();
        } catch (IOException | GeneralSecurityException broken) {
            throw new AssertionError("this was accepted: " + token, broken);
        }
    }

    private static JsonNode json(String segment) throws IOException {
        String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(segment))).toString();
        JsonNode json = JSON.readTree(text);
        require(json.isObject(), "a JSON object");
        return json;
    }

    private static byte[] bytes(String segment) {
        byte[] bytes = Base64.getUrlDecoder().decode(segment);
        require(HandMade.base64(bytes).equals(segment), "the one spelling in base64url");
        return bytes;
    }

    private void checkSignature(String signed, byte[] signature) throws GeneralSecurityException {
        Set<String> names = new TreeSet<>();
        header.fieldNames().forEachRemaining(names::add);
        require(names.equals(Set.of("alg", "kid", "typ")), "three members in the header");
        require(text(header, "typ").equals("at+jwt"), "an access token");
        if (text(header, "kid").equals(HandMade.KEY_ID)) {
            require(text(header, "alg").equals("HS256"), "the secret's algorithm");
            require(Arrays.equals(signature, HandMade.mac("HmacSHA256", signed, HandMade.SECRET)), "a good code");
        } else {
            require(text(header, "kid").equals(FuzzKeys.PAIR_ID), "a key of ours");
            require(text(header, "alg").equals("ES256"), "the pair's algorithm");
            Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
            check.initVerify(FuzzKeys.PAIR.getPublic());
            check.update(signed.getBytes(US_ASCII));
            require(check.verify(signature), "a good signature");
        }
    }

    private void checkParties() {
        require(text(payload, "iss").equals(HandMade.ISSUER), "our issuer");
        JsonNode to = payload.path("aud");
        List<String> audience = to.isTextual() ? List.of(text(payload, "aud")) : texts("aud");
        require(audience.contains(HandMade.AUDIENCE) && audience.equals(accepted.audience()), "our audience");
        same("iss", AccessToken::issuer);
        same("sub", AccessToken::subject);
        same("client_id", AccessToken::clientId);
        same("jti", AccessToken::id);
        if (payload.has("sid")) {
            same("sid", AccessToken::sessionId);
            same("username", AccessToken::username);
        } else {
            require(!payload.has("username"), "no name without a session");
            require(text(payload, "sub").equals(text(payload, "client_id")), "a client's own token");
        }
        require(accepted.isClients() != payload.has("sid"), "a person's or a client's");
    }

    /** But for {@code exp}, which not every check asks for: {@link TokenProperties}. */
    private void checkTimes() {
        long issued = seconds("iat");
        long expires = seconds("exp");
        require(issued <= NOW + SKEW, "issued in the past");
        require(expires >= issued && expires - issued <= 86_400, "a day's life at most");
        require(!payload.has("nbf") || seconds("nbf") <= NOW + SKEW, "valid already");
        require(accepted.issuedAt().getEpochSecond() == issued, "the time of issue");
        require(accepted.expiresAt().getEpochSecond() == expires, "the time of expiry");
        require(
                accepted.notBefore()
                        .equals(Optional.of(payload.path("nbf"))
                                .filter(JsonNode::isNumber)
                                .map(start -> Instant.ofEpochSecond(start.longValue()))),
                "the time of validity");
    }

    private void checkRoles() {
        require(accepted.roles().equals(Set.copyOf(texts("roles"))), "the roles");
    }

    private void same(String claim, Function<AccessToken, String> made) {
        require(text(payload, claim).equals(made.apply(accepted)), claim);
    }

    private long seconds(String claim) {
        JsonNode number = payload.path(claim);
        require(number.isIntegralNumber() && number.canConvertToLong(), claim + " in whole seconds");
        require(number.longValue() >= 0 && number.longValue() < 253_402_300_800L, claim + " up to the year 9999");
        return number.longValue();
    }

    private List<String> texts(String claim) {
        require(payload.path(claim).isArray(), claim + " as a list");
        return StreamSupport.stream(payload.path(claim).spliterator(), false)
                .map(item -> checked(item, claim))
                .collect(Collectors.toList());
    }

    private static String text(JsonNode object, String member) {
        return checked(object.path(member), member);
    }

    private static String checked(JsonNode value, String name) {
        require(value.isTextual() && !value.textValue().isEmpty(), name + " as a text");
        require(UTF_8.newEncoder().canEncode(value.textValue()), name + " in Unicode");
        return value.textValue();
    }
}
