package dev.postern.http.login;

import dev.postern.http.body.JsonBody;
import dev.postern.http.gate.RequestAudit;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.RequestInfo;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.sessions.OpenedSession;
import dev.postern.sessions.RefreshRefused;
import dev.postern.sessions.RefreshToken;
import dev.postern.sessions.Renewal;
import dev.postern.sessions.Sessions;
import dev.postern.users.LoginRefused;
import dev.postern.users.User;
import dev.postern.users.Users;
import io.javalin.http.Context;
import java.util.Optional;

/** Signing in, and refreshing. */
public final class LoginRoutes {
    private static final int MAX_USER_AGENT = 256;
    private static final int TRIES = 3;

    private final Users users;
    private final Sessions sessions;
    private final LoginGuard guard;
    private final RefreshFlow refreshing;
    private final TokenResponses answers;
    private final RequestAudit requestAudit;

    public LoginRoutes(
            Users users,
            Sessions sessions,
            LoginGuard guard,
            RefreshFlow refreshing,
            TokenResponses answers,
            RequestAudit requestAudit) {
        this.users = users;
        this.sessions = sessions;
        this.guard = guard;
        this.refreshing = refreshing;
        this.answers = answers;
        this.requestAudit = requestAudit;
    }

    public void login(Context ctx) throws LoginRefused {
        JsonBody body = JsonBody.of(ctx);
        OpenedSession opened = open(ctx, body.string("username"), body.string("password"));
        Renewal renewal = opened.renewal();
        User now = users.withCorrectDate(opened.user()).orElseThrow(LoginRoutes::invalidCredentials);
        requestAudit.record(
                requestAudit.event(ctx, Kind.LOGIN).self(now.username()).session(renewal.sessionId()));
        for (String displaced : renewal.displaced()) {
            requestAudit.record(requestAudit
                    .event(ctx, Kind.SESSION_ENDED)
                    .self(now.username())
                    .session(displaced)
                    .detail("too many sessions; this one was unused the longest"));
        }
        answers.pair(ctx, now, renewal);
    }

    /** Checks the password again if the account has changed meanwhile: the new password may be right, or wrong. */
    private OpenedSession open(Context ctx, String username, String password) throws LoginRefused {
        for (int i = 0; i < TRIES; i++) {
            User user = guard.login(ctx, username, password);
            answers.requireKey();
            Optional<OpenedSession> opened =
                    sessions.open(user, RequestInfo.of(ctx).address(), userAgent(ctx));
            if (opened.isPresent()) {
                return opened.get();
            }
        }
        throw invalidCredentials();
    }

    private static RequestRefused invalidCredentials() {
        return new RequestRefused(Refusals.invalidCredentials());
    }

    public void refresh(Context ctx) throws RefreshRefused {
        RefreshToken token = new RefreshToken(JsonBody.of(ctx).string("refresh_token"));
        RefreshFlow.Refreshed refreshed = refreshing.refresh(ctx, token);
        answers.pair(ctx, refreshed.user(), refreshed.renewal());
    }

    private static String userAgent(Context ctx) {
        String given = Optional.ofNullable(ctx.header("User-Agent")).orElse("");
        return given.length() <= MAX_USER_AGENT ? given : given.substring(0, MAX_USER_AGENT);
    }
}
