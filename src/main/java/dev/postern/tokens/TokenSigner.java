package dev.postern.tokens;

import static java.time.temporal.ChronoUnit.SECONDS;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import dev.postern.crypto.Base64Url;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Signs access tokens with the claims of RFC 9068, section 2.2, the session, the username and the roles.
 *
 * <p>Thread-safe.
 */
public final class TokenSigner {

    /** The public client that people's tokens are issued to. */
    private static final String CLIENT_ID = "login";

    private static final int TOKEN_ID_BYTES = 16;

    private final Supplier<SigningKeys> keys;
    private final String issuer;
    private final String audience;
    private final Duration lifetime;
    private final SecureRandom random = new SecureRandom();

    /**
     * A signer of one issuer's tokens.
     *
     * @param keys the keys in force at each moment
     * @param lifetime whole seconds, from one to {@link AccessToken#MAX_LIFETIME}
     * @throws IllegalArgumentException if the lifetime is out of range, or issuer or audience are empty
     */
    public TokenSigner(Supplier<SigningKeys> keys, String issuer, String audience, Duration lifetime) {
        if (issuer.isEmpty() || audience.isEmpty()) {
            throw new IllegalArgumentException("issuer and audience are not empty");
        }
        if (lifetime.toSeconds() < 1
                || lifetime.toNanosPart() != 0
                || lifetime.compareTo(AccessToken.MAX_LIFETIME) > 0) {
            throw new IllegalArgumentException(
                    "a token lives whole seconds, up to " + AccessToken.MAX_LIFETIME + ", not " + lifetime);
        }
        this.keys = keys;
        this.issuer = issuer;
        this.audience = audience;
        this.lifetime = lifetime;
    }

    /**
     * Signs a token that lives as long as tokens do, but not past the given instant.
     *
     * @param issued what the token says it was issued at, to the second
     * @param notAfter when the session ends; if that has passed, the token has expired and our verifier refuses it
     * @throws IllegalArgumentException if the token would be longer than verifiers accept, as with hundreds of roles
     */
    public SignedToken sign(Identity who, Instant issued, Instant notAfter) {
        return sign(
                builder(who.subject(), CLIENT_ID, who.roles())
                        .withClaim("sid", who.sessionId())
                        .withClaim("username", who.username()),
                issued,
                notAfter);
    }

    /**
     * Signs a token that a client is issued for itself (RFC 9068, section 2.2: {@code sub} and {@code client_id} are
     * one).
     *
     * @param issued what the token says it was issued at, to the second
     */
    public SignedToken signForClient(String clientId, Set<String> roles, Instant issued) {
        return sign(builder(clientId, clientId, roles), issued, Instant.MAX);
    }

    /**
     * Signs something else than an access token, which no verifier of access tokens takes for one.
     *
     * @param type what it is ({@code typ}); not {@code at+jwt}
     * @param claims besides {@code iss} and {@code iat}: texts, numbers, lists and maps
     */
    public String signStatement(String type, Map<String, ?> claims, Instant issued) {
        if (type.equals(JoseHeader.TYPE)) {
            throw new IllegalArgumentException("an access token is no mere statement");
        }
        JWTCreator.Builder statement = JWT.create()
                .withIssuer(issuer)
                .withIssuedAt(issued.truncatedTo(SECONDS))
                .withPayload(claims);
        return keys.get().current().sign(statement, type);
    }

    /**
     * The {@code kid} of what is signed now.
     *
     * @throws KeysNotLoaded if nothing can be signed now
     */
    public String keyId() {
        return keys.get().current().id();
    }

    private JWTCreator.Builder builder(String subject, String clientId, Set<String> roles) {
        return JWT.create()
                .withIssuer(issuer)
                .withSubject(subject)
                .withAudience(audience)
                .withClaim("client_id", clientId)
                .withJWTId(newTokenId())
                .withArrayClaim("roles", roles.stream().sorted().toArray(String[]::new));
    }

    private SignedToken sign(JWTCreator.Builder claims, Instant issued, Instant notAfter) {
        Instant issuedAt = issued.truncatedTo(SECONDS);
        Instant fullTerm = issuedAt.plus(lifetime);
        Instant expiresAt = (notAfter.isBefore(fullTerm) ? notAfter : fullTerm).truncatedTo(SECONDS);
        String token =
                keys.get().current().sign(claims.withIssuedAt(issuedAt).withExpiresAt(expiresAt), JoseHeader.TYPE);
        if (token.length() > AccessToken.MAX_LENGTH) {
            throw new IllegalArgumentException("the identity does not fit into a token");
        }
        Duration left = Duration.between(issuedAt, expiresAt);
        return new SignedToken(token, left.isNegative() ? Duration.ZERO : left);
    }

    private String newTokenId() {
        byte[] id = new byte[TOKEN_ID_BYTES];
        random.nextBytes(id);
        return Base64Url.encode(id);
    }
}
