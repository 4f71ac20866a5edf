package dev.postern.http.login;

import dev.postern.gate.Credential;
import dev.postern.http.body.ContentType;
import dev.postern.http.body.JsonBody;
import dev.postern.http.gate.RequestAudit;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.RequestInfo;
import dev.postern.http.server.SessionCookie;
import dev.postern.ops.AuditEvent;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.sessions.BrowserSessions;
import dev.postern.sessions.RefreshToken;
import dev.postern.sessions.Session;
import dev.postern.sessions.Sessions;
import dev.postern.tokens.AccessToken;
import dev.postern.tokens.TokenRefused;
import dev.postern.tokens.TokenVerifier;
import io.javalin.http.Context;
import java.util.Optional;

/** Signing out. */
public final class LogoutRoutes {
    private final Sessions sessions;
    private final TokenVerifier verifier;
    private final Refusals refusals;
    private final BrowserSessions browsers;
    private final SessionCookie cookie;
    private final RequestAudit requestAudit;

    public LogoutRoutes(
            Sessions sessions,
            TokenVerifier verifier,
            Refusals refusals,
            BrowserSessions browsers,
            SessionCookie cookie,
            RequestAudit requestAudit) {
        this.sessions = sessions;
        this.verifier = verifier;
        this.refusals = refusals;
        this.browsers = browsers;
        this.cookie = cookie;
        this.requestAudit = requestAudit;
    }

    /** Ends the session of the refresh token in the body, of the access token, which may have expired, or of the cookie. */
    public void logout(Context ctx) {
        if (ContentType.isForm(ctx)) {
            logoutByForm(ctx);
            return;
        }
        JsonBody body = JsonBody.ofOptional(ctx);
        Optional<RefreshToken> refreshToken =
                body.optionalString("refresh_token").map(RefreshToken::new);
        Optional<AccessToken> accessToken = accessToken(RequestInfo.of(ctx).credential());
        Optional<String> byCookie = refreshToken.isPresent() ? Optional.empty() : sessionOfCookie(ctx);
        if (refreshToken.isEmpty() && accessToken.isEmpty() && byCookie.isEmpty()) {
            throw new RequestRefused(Refusals.missingToken());
        }
        boolean everywhere = body.flag("everywhere");
        Optional<Session> session = refreshToken
                .flatMap(sessions::findToEnd)
                .or(() -> accessToken.flatMap(token -> sessions.findToEnd(token.sessionId())))
                .or(() -> byCookie.flatMap(sessions::findToEnd));
        if (refreshToken.isPresent() && accessToken.isPresent()) {
            requireSame(refreshToken.get(), accessToken.get());
        }
        session.ifPresent(found -> end(ctx, found, everywhere));
        byCookie.ifPresent(ended -> cookie.remove(ctx));
        ctx.header("Cache-Control", "no-store").status(204);
    }

    /** Ends the session of the cookie. A form that is sent twice, or after the session was over, does the same. */
    private void logoutByForm(Context ctx) {
        sessionOfCookie(ctx)
                .or(() -> accessToken(RequestInfo.of(ctx).credential()).map(AccessToken::sessionId))
                .flatMap(sessions::findToEnd)
                .ifPresent(found -> end(ctx, found, false));
        cookie.remove(ctx);
        ctx.status(303)
                .header("Cache-Control", "no-store")
                .header("Clear-Site-Data", "\"cache\"")
                .header("Location", "/login?reason=signed-out");
    }

    /** From the store, even if this instance refuses the session already: an attempt to end it may have failed. */
    private Optional<String> sessionOfCookie(Context ctx) {
        return RequestInfo.of(ctx).cookie().flatMap(sent -> browsers.findToEnd(sent.value(), sent.scope()));
    }

    private void requireSame(RefreshToken refreshToken, AccessToken accessToken) {
        boolean same = sessions.sessionIdOf(refreshToken)
                .filter(accessToken.sessionId()::equals)
                .isPresent();
        if (!same) {
            throw new RequestRefused(Refusals.invalidRequest(
                    "The bearer token and the field \"refresh_token\" are of different sessions; send one of them."));
        }
    }

    private void end(Context ctx, Session session, boolean everywhere) {
        boolean ended = sessions.end(session.id());
        int others = 0;
        try {
            others = everywhere ? sessions.endAll(session.userId()) : 0;
        } finally {
            // Even if the others could not be ended, this one is.
            if (ended || others > 0) {
                AuditEvent event = requestAudit
                        .event(ctx, Kind.LOGOUT)
                        .session(session.id())
                        .detail(everywhere ? "everywhere: " + others + " other sessions have been ended" : "");
                requestAudit.recordFor(session.userId(), event::self);
            }
        }
    }

    private Optional<AccessToken> accessToken(Credential credential) {
        if (!(credential instanceof Credential.Bearer bearer)) {
            return Optional.empty();
        }
        try {
            AccessToken token = verifier.verifyIgnoringExpiry(bearer.token());
            if (token.isClients()) {
                throw new RequestRefused(Refusals.notAPerson());
            }
            return Optional.of(token);
        } catch (TokenRefused refused) {
            throw new RequestRefused(refusals.invalidToken());
        }
    }
}
