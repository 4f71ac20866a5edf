package dev.postern.http;

import dev.postern.sessions.Session;
import dev.postern.sessions.Sessions;
import dev.postern.tokens.AccessToken;
import dev.postern.users.LoginRefused;
import dev.postern.users.PasswordRefused;
import dev.postern.users.Users;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a signed-in person sees and does about the own account. */
final class AccountRoutes {
    private final Users users;
    private final Sessions sessions;

    AccountRoutes(Users users, Sessions sessions) {
        this.users = users;
        this.sessions = sessions;
    }

    void dashboard(Context ctx) {
        ctx.contentType("text/plain; charset=utf-8")
                .result("Hello " + GateHandler.tokenOf(ctx).username() + ", welcome to dashboard");
    }

    void me(Context ctx) {
        AccessToken token = GateHandler.tokenOf(ctx);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", token.subject());
        fields.put("username", token.username());
        fields.put("roles", token.roles().stream().sorted().toList());
        fields.put("session", token.sessionId());
        Answers.json(ctx, fields);
    }

    /** Ends the person's other sessions as well: whoever knew the old password is out. */
    void changePassword(Context ctx) throws LoginRefused, PasswordRefused {
        JsonBody body = JsonBody.of(ctx).only(Set.of("current_password", "new_password"));
        AccessToken token = GateHandler.tokenOf(ctx);
        users.changePassword(token.subject(), body.string("current_password"), body.string("new_password"));
        sessions.endAllBut(token.sessionId(), token.subject());
        ctx.status(204);
    }

    void listSessions(Context ctx) {
        AccessToken token = GateHandler.tokenOf(ctx);
        List<Map<String, Object>> list = sessions.list(token.subject()).stream()
                .map(session -> describe(session, session.id().equals(token.sessionId())))
                .toList();
        Answers.json(ctx, Map.of("sessions", list));
    }

    void endSession(Context ctx) {
        if (!sessions.end(ctx.pathParam("id"), GateHandler.tokenOf(ctx).subject())) {
            throw new RequestRefused(Refusals.notFound());
        }
        ctx.status(204);
    }

    private static Map<String, Object> describe(Session session, boolean current) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", session.id());
        fields.put("created_at", session.createdAt().toString());
        fields.put("last_used_at", session.lastUsedAt().toString());
        fields.put("expires_at", session.expiresAt().toString());
        fields.put("ip", session.ip());
        fields.put("user_agent", session.userAgent());
        fields.put("current", current);
        return fields;
    }
}
