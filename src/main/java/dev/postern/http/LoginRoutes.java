package dev.postern.http;

import dev.postern.gate.Credential;
import dev.postern.sessions.RefreshRefused;
import dev.postern.sessions.RefreshToken;
import dev.postern.sessions.Renewal;
import dev.postern.sessions.Session;
import dev.postern.sessions.Sessions;
import dev.postern.tokens.AccessToken;
import dev.postern.tokens.TokenRefused;
import dev.postern.tokens.TokenVerifier;
import dev.postern.users.LoginRefused;
import dev.postern.users.User;
import dev.postern.users.Users;
import io.javalin.http.Context;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sign in, stay in, sign out. */
final class LoginRoutes {
    private static final Logger LOG = LoggerFactory.getLogger("postern.login");
    private static final int MAX_USER_AGENT = 256;

    private final Users users;
    private final Sessions sessions;
    private final TokenVerifier verifier;
    private final Refusals refusals;
    private final Answers answers;

    LoginRoutes(Users users, Sessions sessions, TokenVerifier verifier, Refusals refusals, Answers answers) {
        this.users = users;
        this.sessions = sessions;
        this.verifier = verifier;
        this.refusals = refusals;
        this.answers = answers;
    }

    void login(Context ctx) throws LoginRefused {
        JsonBody body = JsonBody.of(ctx);
        String username = body.string("username");
        String password = body.string("password");
        User user;
        try {
            user = users.authenticate(username, password);
        } catch (LoginRefused refused) {
            log(ctx, "login_failed", refused.reason().name(), "");
            throw refused;
        }
        Renewal renewal = sessions.open(user.id(), ctx.ip(), userAgent(ctx));
        // Read after the session was opened: what changes from here on ends it, or dates its tokens out.
        User now = users.confirm(user).orElseThrow(() -> {
            sessions.end(renewal.sessionId());
            return new RequestRefused(Refusals.of(LoginRefused.Reason.INVALID_CREDENTIALS));
        });
        log(ctx, "login", now.username(), renewal.sessionId());
        answers.pair(ctx, now, renewal);
    }

    void refresh(Context ctx) throws RefreshRefused {
        RefreshToken token = new RefreshToken(JsonBody.of(ctx).string("refresh_token"));
        Renewal renewal;
        try {
            renewal = sessions.refresh(token);
        } catch (RefreshRefused refused) {
            log(ctx, "refresh_refused", refused.reason().name(), "");
            throw refused;
        }
        Optional<User> user = users.find(renewal.userId()).filter(found -> !found.disabled());
        if (user.isEmpty()) {
            sessions.end(renewal.sessionId());
            throw new RequestRefused(Refusals.of(RefreshRefused.Reason.UNKNOWN));
        }
        answers.pair(ctx, user.get(), renewal);
    }

    /** Ends the session of the refresh token in the body, or of the access token, which may have expired. */
    void logout(Context ctx) {
        JsonBody body = JsonBody.ofOptional(ctx);
        Optional<RefreshToken> refreshToken =
                body.optionalString("refresh_token").map(RefreshToken::new);
        Optional<AccessToken> accessToken =
                accessToken(GateHandler.exchange(ctx).credential());
        if (refreshToken.isEmpty() && accessToken.isEmpty()) {
            throw new RequestRefused(Refusals.missingToken());
        }
        boolean everywhere = body.flag("everywhere");
        Optional<Session> session = refreshToken
                .flatMap(sessions::findToEnd)
                .or(() -> accessToken.flatMap(token -> sessions.findToEnd(token.sessionId())));
        if (refreshToken.isPresent() && accessToken.isPresent()) {
            requireSame(refreshToken.get(), accessToken.get());
        }
        session.ifPresent(found -> end(ctx, found, everywhere));
        ctx.header("Cache-Control", "no-store").status(204);
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
        sessions.end(session.id());
        if (everywhere) {
            sessions.endAll(session.userId());
        }
        log(ctx, everywhere ? "logout_everywhere" : "logout", session.userId(), session.id());
    }

    private Optional<AccessToken> accessToken(Credential credential) {
        if (!(credential instanceof Credential.Bearer bearer)) {
            return Optional.empty();
        }
        try {
            return Optional.of(verifier.verifyIgnoringExpiry(bearer.token()));
        } catch (TokenRefused refused) {
            throw new RequestRefused(refusals.invalidToken());
        }
    }

    private static String userAgent(Context ctx) {
        String given = Optional.ofNullable(ctx.header("User-Agent")).orElse("");
        return given.length() <= MAX_USER_AGENT ? given : given.substring(0, MAX_USER_AGENT);
    }

    /** No name that was only claimed: people type passwords into the wrong field. */
    private static void log(Context ctx, String event, String detail, String session) {
        LOG.info(
                "{} {} session={} ip={} request={}",
                event,
                detail,
                session,
                ctx.ip(),
                GateHandler.exchange(ctx).id());
    }
}
