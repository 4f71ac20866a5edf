package dev.postern.http;

import dev.postern.tokens.SignedToken;
import dev.postern.users.Client;
import dev.postern.users.Clients;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;

/** OAuth's token endpoint, for services that act for themselves (RFC 6749, section 4.4). */
final class OAuthRoutes {
    private final Clients clients;
    private final Answers answers;

    OAuthRoutes(Clients clients, Answers answers) {
        this.clients = clients;
        this.answers = answers;
    }

    void token(Context ctx) {
        try {
            OAuthForm form = OAuthForm.of(ctx);
            OAuthForm.ClientCredentials credentials = form.clientCredentials();
            Client client = clients.authenticate(credentials.id(), credentials.secret())
                    .orElseThrow(() -> OAuthRefused.invalidClient(credentials.basic()));
            grant(ctx, form, client);
        } catch (OAuthRefused refused) {
            refuse(ctx, refused);
        }
    }

    private void grant(Context ctx, OAuthForm form, Client client) throws OAuthRefused {
        String type = form.required("grant_type");
        if (!type.equals("client_credentials")) {
            throw new OAuthRefused(400, "unsupported_grant_type", "grant_type must be client_credentials");
        }
        SignedToken token = answers.clientToken(client);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("access_token", token.text());
        fields.put("token_type", "Bearer");
        fields.put("expires_in", token.lifetime().toSeconds());
        ctx.header("Pragma", "no-cache");
        Answers.json(ctx, fields);
    }

    private static void refuse(Context ctx, OAuthRefused refused) {
        if (refused.status() == 401) {
            ctx.header("WWW-Authenticate", "Basic realm=\"postern\"");
        }
        ctx.status(refused.status()).header("Pragma", "no-cache");
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("error", refused.code());
        fields.put("error_description", refused.description());
        Answers.json(ctx, fields);
    }
}
