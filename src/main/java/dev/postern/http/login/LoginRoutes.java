package dev.postern.http.login;

import dev.postern.http.body.ContentType;
import dev.postern.http.body.JsonBody;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.sessions.OpenedSession;
import dev.postern.sessions.RefreshRefused;
import dev.postern.sessions.RefreshToken;
import dev.postern.sessions.Renewal;
import dev.postern.sessions.Sessions;
import dev.postern.users.LoginRefused;
import dev.postern.users.User;
import dev.postern.users.Users;
import io.javalin.http.Context;

/** Signing in, and refreshing. */
public final class LoginRoutes {
    private final Users users;
    private final Sessions sessions;
    private final LoginGuard guard;
    private final RefreshFlow refreshing;
    private final TokenResponses answers;
    private final LoginForm form;

    public LoginRoutes(
            Users users,
            Sessions sessions,
            LoginGuard guard,
            RefreshFlow refreshing,
            TokenResponses answers,
            LoginForm form) {
        this.users = users;
        this.sessions = sessions;
        this.guard = guard;
        this.refreshing = refreshing;
        this.answers = answers;
        this.form = form;
    }

    public void login(Context ctx) throws LoginRefused {
        if (ContentType.isForm(ctx)) {
            form.submit(ctx);
            return;
        }
        JsonBody body = JsonBody.of(ctx);
        OpenedSession opened =
                guard.login(ctx, body.string("username"), body.string("password"), (user, address, agent) -> {
                    answers.requireKey();
                    return sessions.open(user, address, agent);
                });
        Renewal renewal = opened.renewal();
        User now = users.withCorrectDate(opened.user())
                .orElseThrow(() -> new RequestRefused(Refusals.invalidCredentials()));
        guard.recordLogin(ctx, now, renewal.sessionId(), renewal.displaced());
        answers.pair(ctx, now, renewal);
    }

    public void refresh(Context ctx) throws RefreshRefused {
        RefreshToken token = new RefreshToken(JsonBody.of(ctx).string("refresh_token"));
        RefreshFlow.Refreshed refreshed = refreshing.refresh(ctx, token);
        answers.pair(ctx, refreshed.user(), refreshed.renewal());
    }
}
