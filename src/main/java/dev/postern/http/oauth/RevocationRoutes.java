package dev.postern.http.oauth;

import dev.postern.http.gate.RequestAudit;
import dev.postern.ops.AuditEvent;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.sessions.RefreshToken;
import dev.postern.sessions.Session;
import dev.postern.sessions.Sessions;
import dev.postern.tokens.AccessToken;
import dev.postern.tokens.TokenVerifier;
import dev.postern.users.PersonalTokenStore;
import dev.postern.users.PersonalTokens;
import io.javalin.http.Context;

/** Token revocation (RFC 7009) by the holder of a token. */
public final class RevocationRoutes {
    private final ClientAuthentication clients;
    private final TokenVerifier verifier;
    private final Sessions sessions;
    private final PersonalTokens personalTokens;
    private final RequestAudit requestAudit;

    public RevocationRoutes(
            ClientAuthentication clients,
            TokenVerifier verifier,
            Sessions sessions,
            PersonalTokens personalTokens,
            RequestAudit requestAudit) {
        this.clients = clients;
        this.verifier = verifier;
        this.sessions = sessions;
        this.personalTokens = personalTokens;
        this.requestAudit = requestAudit;
    }

    /** Ends the session or the token; succeeds also if there is nothing to end (section 2.2). */
    public void revoke(Context ctx) throws OAuthRefused {
        OAuthForm form = OAuthForm.of(ctx);
        clients.find(form);
        String token = form.required("token");
        if (RefreshToken.isOne(token)) {
            sessions.findToEnd(new RefreshToken(token)).ifPresent(session -> end(ctx, session));
        } else if (PersonalTokens.isOne(token)) {
            personalTokens.findToRevoke(token).ifPresent(held -> revoke(ctx, held));
        } else {
            verifier.findValid(token).ifPresent(good -> revoke(ctx, good));
        }
        ctx.header("Cache-Control", "no-store").status(200);
    }

    /** Also for a token that is refused here already: the store may not know. */
    private void revoke(Context ctx, AccessToken token) {
        if (token.isClients()) {
            if (sessions.revoke(token)) {
                requestAudit.record(requestAudit
                        .event(ctx, Kind.TOKEN_REVOKED)
                        .detail("an access token of the client " + token.clientId()));
            }
            return;
        }
        sessions.findToEnd(token.sessionId()).ifPresent(session -> end(ctx, session));
    }

    private void end(Context ctx, Session session) {
        if (sessions.end(session.id())) {
            AuditEvent event =
                    requestAudit.event(ctx, Kind.LOGOUT).session(session.id()).detail("by revocation of a token");
            requestAudit.recordFor(session.userId(), event::self);
        }
    }

    private void revoke(Context ctx, PersonalTokenStore.Held held) {
        if (personalTokens.revoke(held.token().id()).isPresent()) {
            requestAudit.record(requestAudit
                    .event(ctx, Kind.TOKEN_REVOKED)
                    .self(held.owner().username())
                    .detail(held.token().name() + "; by its holder"));
        }
    }
}
