package dev.postern.tokens;

import java.util.Set;

/**
 * A token's header of exactly three members.
 *
 * <p>Any other member is refused, so none of those that change how a token is read ({@code crit}, {@code b64},
 * {@code zip}, {@code jku} …) needs to be known here. Of the spellings of {@code typ} that RFC 9068, section 4 knows,
 * only the one that we write is accepted.
 */
record JoseHeader(String algorithm, String keyId) {

    static final String TYPE = "at+jwt";

    private static final Set<String> NAMES = Set.of("alg", "typ", "kid");

    static JoseHeader read(String segment) throws TokenRefused {
        byte[] text = CompactJws.decode(segment);
        JsonObject json = JsonObject.read(text, TokenRefused.Reason.HEADER);
        if (!json.names().equals(NAMES) || !json.text("typ").equals(TYPE)) {
            throw new TokenRefused(TokenRefused.Reason.HEADER);
        }
        return new JoseHeader(json.text("alg"), json.text("kid"));
    }
}
