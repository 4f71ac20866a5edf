package dev.postern.tokens;

import static dev.postern.tokens.TokenRefused.Reason.CLAIMS;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A payload's claims, each there and of its type, but not compared with anything yet.
 *
 * <p>Claims of other names are ignored, as RFC 7519, section 4 has it: an older instance accepts what a newer one adds.
 */
record Claims(
        String issuer,
        String subject,
        List<String> audience,
        String clientId,
        Instant issuedAt,
        Instant expiresAt,
        Optional<Instant> notBefore,
        String id,
        Optional<String> sessionId,
        Optional<String> username,
        Set<String> roles) {

    static Claims read(byte[] payload) throws TokenRefused {
        JsonObject json = JsonObject.read(payload, CLAIMS);
        return new Claims(
                json.text("iss"),
                json.text("sub"),
                json.textOrTexts("aud"),
                json.text("client_id"),
                json.instant("iat"),
                json.instant("exp"),
                json.instantIfPresent("nbf"),
                json.text("jti"),
                json.textIfPresent("sid"),
                json.textIfPresent("username"),
                Set.copyOf(json.texts("roles")));
    }
}
