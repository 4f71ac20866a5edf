package dev.postern.http.login;

import dev.postern.http.server.Responses;
import dev.postern.sessions.Renewal;
import dev.postern.tokens.Identity;
import dev.postern.tokens.KeysNotLoaded;
import dev.postern.tokens.SignedToken;
import dev.postern.tokens.TokenSigner;
import dev.postern.users.Client;
import dev.postern.users.User;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tokens in responses of several routes. */
public final class TokenResponses {
    private final TokenSigner signer;
    private final InstantSource clock;

    public TokenResponses(TokenSigner signer, InstantSource clock) {
        this.signer = signer;
        this.clock = clock;
    }

    /** Throws {@link KeysNotLoaded} before anything is changed for a response that cannot be signed. */
    void requireKey() {
        String unused = signer.keyId();
    }

    /** A new pair of tokens (RFC 6749, section 5.1, with the names that {@code /login} is documented with). */
    void pair(Context ctx, User user, Renewal renewal) {
        SignedToken token = personToken(user, renewal);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("token", token.text());
        fields.put("token_type", "Bearer");
        fields.put("expires_in", token.lifetime().toSeconds());
        fields.put("refresh_token", renewal.refreshToken().text());
        fields.put(
                "refresh_expires_in",
                Duration.between(renewal.at(), renewal.expiresAt()).toSeconds());
        Responses.json(ctx, fields);
    }

    /** An access token for a person. */
    public SignedToken personToken(User user, Renewal renewal) {
        Identity identity = new Identity(user.id(), user.username(), user.roles(), renewal.sessionId());
        Instant issuedAt = renewal.at().isBefore(user.tokensFrom()) ? user.tokensFrom() : renewal.at();
        return signer.sign(identity, issuedAt, renewal.expiresAt());
    }

    /** An access token for a client itself. */
    public SignedToken clientToken(Client client) {
        return signer.signForClient(client.id(), client.roles(), clock.instant());
    }
}
