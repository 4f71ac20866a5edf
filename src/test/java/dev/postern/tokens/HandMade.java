package dev.postern.tokens;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens put together without the code under test, but for the key's id. */
final class HandMade {

    static final byte[] SECRET = "a secret of the tests, 32 bytes.".getBytes(US_ASCII);
    static final byte[] OTHER_SECRET = "another one, of as many bytes...".getBytes(US_ASCII);
    static final SigningKeys KEYS = SigningKeys.ofSecrets(TokenAlgorithm.HS256, SECRET, Optional.empty());
    static final String KEY_ID = KEYS.current().id();
    static final String ISSUER = "https://postern.example";
    static final String AUDIENCE = "postern";
    static final Duration SKEW = Duration.ofSeconds(30);
    static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"" + KEY_ID + "\"}";
    static final String PAYLOAD = json(claims());

    private HandMade() {}

    static TokenVerifier verifier() {
        return verifierAt(NOW);
    }

    static TokenVerifier verifierAt(Instant now) {
        return new TokenVerifier(() -> KEYS, ISSUER, AUDIENCE, SKEW, InstantSource.fixed(now));
    }

    /** The contract's claims, good for 15 minutes from {@link #NOW}, each as JSON. */
    static Map<String, String> claims() {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("iss", "\"" + ISSUER + "\"");
        claims.put("sub", "\"u-1\"");
        claims.put("aud", "\"" + AUDIENCE + "\"");
        claims.put("client_id", "\"login\"");
        claims.put("iat", "1800000000");
        claims.put("exp", "1800000900");
        claims.put("jti", "\"t-1\"");
        claims.put("sid", "\"s-1\"");
        claims.put("username", "\"alice\"");
        claims.put("roles", "[\"admin\",\"staff\"]");
        return claims;
    }

    static String with(String claim, String json) {
        Map<String, String> claims = claims();
        claims.put(claim, json);
        return json(claims);
    }

    static String without(String claim) {
        Map<String, String> claims = claims();
        claims.remove(claim);
        return json(claims);
    }

    static String json(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    static String valid() {
        return token(HEADER, PAYLOAD);
    }

    static String token(String header, String payload) {
        return token(header.getBytes(UTF_8), payload.getBytes(UTF_8));
    }

    static String token(byte[] header, byte[] payload) {
        return signed(base64(header) + "." + base64(payload), SECRET);
    }

    static String signed(String headerAndPayload, byte[] secret) {
        return headerAndPayload + "." + base64(mac("HmacSHA256", headerAndPayload, secret));
    }

    static byte[] mac(String algorithm, String text, byte[] secret) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String base64(String text) {
        return base64(text.getBytes(UTF_8));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Why the verifier refuses the token; empty if it does not. */
    static Optional<TokenRefused.Reason> refusal(String token) {
        return refusal(verifier(), token);
    }

    static Optional<TokenRefused.Reason> refusal(TokenVerifier verifier, String token) {
        try {
            verifier.verify(token);
            return Optional.empty();
        } catch (TokenRefused refused) {
            return Optional.of(refused.reason());
        }
    }
}
