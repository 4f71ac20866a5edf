package dev.postern.http.oauth;

import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.Responses;
import dev.postern.sessions.RefreshToken;
import dev.postern.sessions.Revocations;
import dev.postern.sessions.Session;
import dev.postern.sessions.Sessions;
import dev.postern.tokens.AccessToken;
import dev.postern.tokens.TokenVerifier;
import dev.postern.users.PersonalToken;
import dev.postern.users.PersonalTokenStore;
import dev.postern.users.PersonalTokens;
import dev.postern.users.User;
import dev.postern.users.Users;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Token introspection (RFC 7662). */
public final class IntrospectionRoutes {
    private static final Map<String, Object> INACTIVE = Map.of("active", false);

    private final ClientAuthentication clients;
    private final TokenVerifier verifier;
    private final Revocations revocations;
    private final Sessions sessions;
    private final PersonalTokens personalTokens;
    private final Users users;

    public IntrospectionRoutes(
            ClientAuthentication clients,
            TokenVerifier verifier,
            Revocations revocations,
            Sessions sessions,
            PersonalTokens personalTokens,
            Users users) {
        this.clients = clients;
        this.verifier = verifier;
        this.revocations = revocations;
        this.sessions = sessions;
        this.personalTokens = personalTokens;
        this.users = users;
    }

    /** Whether a token is valid, and whose it is. All invalid tokens get the same response (section 2.2). */
    public void introspect(Context ctx) throws OAuthRefused {
        OAuthForm form = OAuthForm.of(ctx);
        clients.require(form);
        String token = form.required("token");
        requireKnowledge();
        Responses.json(ctx, fieldsOf(token).orElse(INACTIVE));
    }

    private Optional<Map<String, Object>> fieldsOf(String text) {
        if (RefreshToken.isOne(text)) {
            return sessions.findUsable(new RefreshToken(text)).flatMap(this::fields);
        }
        if (PersonalTokens.isOne(text)) {
            // A token with path groups is valid only at this gate, so not at the service that asks (section 4).
            return personalTokens
                    .find(text)
                    .filter(held -> held.token().groups().isEmpty())
                    .map(IntrospectionRoutes::fields);
        }
        return verifier.findValid(text)
                .filter(token -> !revocations.covers(token))
                .map(IntrospectionRoutes::fields);
    }

    private Optional<Map<String, Object>> fields(Session session) {
        return users.find(session.userId()).filter(user -> !user.disabled()).map(user -> {
            Map<String, Object> fields = active(ClientAuthentication.PUBLIC, user);
            fields.put("sid", session.id());
            fields.put("iat", session.lastUsedAt().getEpochSecond());
            fields.put("exp", session.expiresAt().getEpochSecond());
            return fields;
        });
    }

    private static Map<String, Object> fields(PersonalTokenStore.Held held) {
        PersonalToken token = held.token();
        Map<String, Object> fields = active(ClientAuthentication.PUBLIC, held.owner());
        fields.put("token_type", "Bearer");
        fields.put("roles", held.owner().roles().stream().sorted().toList());
        fields.put("iat", token.createdAt().getEpochSecond());
        fields.put("exp", token.expiresAt().getEpochSecond());
        return fields;
    }

    private static Map<String, Object> active(String clientId, User user) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("active", true);
        fields.put("client_id", clientId);
        fields.put("sub", user.id());
        fields.put("username", user.username());
        return fields;
    }

    private static Map<String, Object> fields(AccessToken token) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("active", true);
        fields.put("token_type", "Bearer");
        fields.put("client_id", token.clientId());
        fields.put("sub", token.subject());
        if (!token.isClients()) {
            fields.put("username", token.username());
            fields.put("sid", token.sessionId());
        }
        fields.put("roles", token.roles().stream().sorted().toList());
        fields.put("iss", token.issuer());
        fields.put("aud", token.audience().size() == 1 ? token.audience().get(0) : token.audience());
        fields.put("jti", token.id());
        fields.put("iat", token.issuedAt().getEpochSecond());
        fields.put("exp", token.expiresAt().getEpochSecond());
        return fields;
    }

    /** Until the ended sessions are known, no token can be called valid. */
    private void requireKnowledge() {
        if (!revocations.isLoaded()) {
            throw new RequestRefused(Refusals.unavailable("starting"));
        }
    }
}
