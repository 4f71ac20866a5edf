package dev.postern.http.account;

import dev.postern.gate.Caller;
import dev.postern.http.body.JsonBody;
import dev.postern.http.gate.Callers;
import dev.postern.http.gate.RequestAudit;
import dev.postern.http.login.LoginGuard;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.Navigation;
import dev.postern.http.server.Requests;
import dev.postern.http.server.Responses;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.sessions.SessionFields;
import dev.postern.sessions.Sessions;
import dev.postern.users.LoginRefused;
import dev.postern.users.PasswordRefused;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What signed-in people do with their own account. */
public final class AccountRoutes {
    private final LoginGuard guard;
    private final Sessions sessions;
    private final RequestAudit requestAudit;
    private final AccountPages pages;

    public AccountRoutes(LoginGuard guard, Sessions sessions, RequestAudit requestAudit, AccountPages pages) {
        this.guard = guard;
        this.sessions = sessions;
        this.requestAudit = requestAudit;
        this.pages = pages;
    }

    /** The account page in a browser, otherwise a line of text. */
    public void dashboard(Context ctx) {
        if (Navigation.of(Requests.of(ctx)) != Navigation.NONE) {
            pages.dashboard(ctx);
            return;
        }
        ctx.header("Cache-Control", "no-store")
                .contentType("text/plain; charset=utf-8")
                .result("Hello " + Callers.callerOf(ctx).username() + ", welcome to dashboard");
    }

    public void me(Context ctx) {
        Caller caller = Callers.callerOf(ctx);
        String session = Callers.sessionOf(ctx);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", caller.id());
        fields.put("username", caller.username());
        fields.put("roles", caller.roles().stream().sorted().toList());
        fields.put("session", session.isEmpty() ? null : session);
        Responses.json(ctx, fields);
    }

    /** Ends the person's other sessions as well: somebody else may know the old password. */
    public void changePassword(Context ctx) throws LoginRefused, PasswordRefused {
        JsonBody body = JsonBody.of(ctx).only(Set.of("current_password", "new_password"));
        Caller.Person person = Callers.personOf(ctx);
        int unused = guard.changePassword(ctx, person, body.string("current_password"), body.string("new_password"));
        ctx.status(204);
    }

    public void listSessions(Context ctx) {
        Caller caller = Callers.callerOf(ctx);
        Responses.json(ctx, SessionFields.list(sessions.list(caller.id()), Callers.sessionOf(ctx)));
    }

    public void endSession(Context ctx) {
        if (!sessions.end(ctx.pathParam("id"), Callers.callerOf(ctx).id())) {
            throw new RequestRefused(Refusals.notFound());
        }
        String owner = Callers.callerOf(ctx).username();
        requestAudit.record(ctx, Kind.SESSION_ENDED, owner, "session " + ctx.pathParam("id"));
        ctx.status(204);
    }
}
