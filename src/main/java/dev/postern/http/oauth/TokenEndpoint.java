package dev.postern.http.oauth;

import dev.postern.http.login.RefreshFlow;
import dev.postern.http.login.TokenResponses;
import dev.postern.http.server.Responses;
import dev.postern.sessions.RefreshRefused;
import dev.postern.sessions.RefreshToken;
import dev.postern.tokens.SignedToken;
import dev.postern.users.Client;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The token endpoint: client credentials (RFC 6749, section 4.4), and refresh tokens of {@code /login} (section 6).
 * Passwords are only for {@code /login} (RFC 9700, section 2.4).
 */
public final class TokenEndpoint {
    private final ClientAuthentication clients;
    private final RefreshFlow refreshing;
    private final TokenResponses answers;

    public TokenEndpoint(ClientAuthentication clients, RefreshFlow refreshing, TokenResponses answers) {
        this.clients = clients;
        this.refreshing = refreshing;
        this.answers = answers;
    }

    public void token(Context ctx) throws OAuthRefused, RefreshRefused {
        OAuthForm form = OAuthForm.of(ctx);
        switch (form.required("grant_type")) {
            case "client_credentials" -> grantToClient(ctx, form);
            case "refresh_token" -> refresh(ctx, form);
            case "password" ->
                throw new OAuthRefused(
                        400, "unsupported_grant_type", "passwords are for POST /login, and for no grant");
            default ->
                throw new OAuthRefused(
                        400, "unsupported_grant_type", "grant_type must be client_credentials or refresh_token");
        }
    }

    private void grantToClient(Context ctx, OAuthForm form) throws OAuthRefused {
        Client client = clients.require(form);
        refuseScope(form);
        SignedToken token = answers.clientToken(client);
        clients.requireStillThere(client);
        grant(ctx, token, Optional.empty());
    }

    private void refresh(Context ctx, OAuthForm form) throws OAuthRefused, RefreshRefused {
        boolean confidential = clients.find(form).isPresent();
        RefreshToken token = new RefreshToken(form.required("refresh_token"));
        if (confidential) {
            throw OAuthRefused.invalidGrant(
                    "the refresh token was issued to the client " + ClientAuthentication.PUBLIC);
        }
        refuseScope(form);
        RefreshFlow.Refreshed refreshed;
        try {
            refreshed = refreshing.refresh(ctx, token);
        } catch (RefreshRefused refused) {
            if (refused.reason() == RefreshRefused.Reason.OVERTAKEN) {
                throw refused;
            }
            throw OAuthRefused.invalidGrant("invalid refresh token");
        }
        grant(
                ctx,
                answers.personToken(refreshed.user(), refreshed.renewal()),
                Optional.of(refreshed.renewal().refreshToken()));
    }

    /** Granting less than requested, without saying so, would mislead (RFC 6749, section 3.3). */
    private static void refuseScope(OAuthForm form) throws OAuthRefused {
        if (form.optional("scope").isPresent()) {
            throw new OAuthRefused(400, "invalid_scope", "there are no scopes; roles are used instead");
        }
    }

    /** RFC 6749, section 5.1. */
    private static void grant(Context ctx, SignedToken token, Optional<RefreshToken> refreshToken) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("access_token", token.text());
        fields.put("token_type", "Bearer");
        fields.put("expires_in", token.lifetime().toSeconds());
        refreshToken.ifPresent(next -> fields.put("refresh_token", next.text()));
        ctx.header("Pragma", "no-cache");
        Responses.json(ctx, fields);
    }
}
