package dev.postern.http.admin;

import dev.postern.http.body.JsonBody;
import dev.postern.http.body.QueryParameters;
import dev.postern.http.gate.Callers;
import dev.postern.http.gate.RequestAudit;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.PublicUrl;
import dev.postern.http.server.Responses;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.sessions.SessionFields;
import dev.postern.sessions.Sessions;
import dev.postern.users.LoginRefused;
import dev.postern.users.LoginThrottle;
import dev.postern.users.PasswordRefused;
import dev.postern.users.SetupLinks;
import dev.postern.users.User;
import dev.postern.users.UserChange;
import dev.postern.users.UserFields;
import dev.postern.users.UserRefused;
import dev.postern.users.Users;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What administrators do with the accounts of others. */
public final class UserAdminRoutes {
    private static final int DEFAULT_PAGE = 50;

    private final Users users;
    private final SetupLinks links;
    private final Sessions sessions;
    private final LoginThrottle throttle;
    private final PublicUrl url;
    private final RequestAudit requestAudit;

    public UserAdminRoutes(
            Users users,
            SetupLinks links,
            Sessions sessions,
            LoginThrottle throttle,
            PublicUrl url,
            RequestAudit requestAudit) {
        this.users = users;
        this.links = links;
        this.sessions = sessions;
        this.throttle = throttle;
        this.url = url;
        this.requestAudit = requestAudit;
    }

    public void list(Context ctx) {
        QueryParameters query = QueryParameters.of(ctx).only("q", "after", "limit");
        int limit = query.number("limit", 1, Users.MAX_PAGE, DEFAULT_PAGE);
        List<User> page =
                users.list(query.string("q").orElse(""), query.string("after").orElse(""), limit);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("users", page.stream().map(UserFields::of).toList());
        fields.put("next", page.size() < limit ? null : page.get(limit - 1).username());
        Responses.json(ctx, fields);
    }

    public void add(Context ctx) throws UserRefused, PasswordRefused, LoginRefused {
        JsonBody body = JsonBody.of(ctx).only(Set.of("username", "roles", "password"));
        String name = body.string("username");
        Set<String> roles = body.optionalStrings("roles").orElse(Set.of());
        Optional<String> password = body.optionalString("password");
        User user = password.isPresent() ? users.add(name, roles, password.get()) : users.invite(name, roles);
        requestAudit.record(ctx, Kind.USER_CREATED, user.username(), "");
        Map<String, Object> fields = UserFields.of(user);
        if (password.isEmpty()) {
            fields.put("setup_url", setupUrl(ctx, user.id()));
        }
        ctx.status(201).header("Location", "/admin/users/" + user.id());
        Responses.json(ctx, fields);
    }

    public void show(Context ctx) {
        Responses.json(ctx, UserFields.of(require(ctx)));
    }

    public void change(Context ctx) throws UserRefused, PasswordRefused, LoginRefused {
        JsonBody body = JsonBody.of(ctx).only(Set.of("roles", "disabled", "password"));
        UserChange change = new UserChange(
                body.optionalStrings("roles"), body.optionalFlag("disabled"), body.optionalString("password"));
        String id = ctx.pathParam("id");
        if (change.password().isPresent()) {
            keepFromOwnPassword(ctx);
        }
        User changed = users.change(id, change);
        recordChange(ctx, change, changed);
        Responses.json(ctx, UserFields.of(changed));
    }

    public void remove(Context ctx) throws UserRefused {
        User user = require(ctx);
        users.remove(user.id());
        requestAudit.record(ctx, Kind.USER_REMOVED, user.username(), "");
        ctx.status(204);
    }

    /** A new link for somebody who forgot the password. The old password is valid until another is chosen. */
    public void addSetupLink(Context ctx) throws UserRefused {
        keepFromOwnPassword(ctx);
        User user = require(ctx);
        String setupUrl = setupUrl(ctx, user.id());
        requestAudit.record(ctx, Kind.USER_CHANGED, user.username(), "a setup link was made");
        ctx.status(201);
        Responses.json(ctx, Map.of("setup_url", setupUrl));
    }

    public void listSessions(Context ctx) {
        User user = require(ctx);
        Responses.json(ctx, SessionFields.list(sessions.list(user.id()), Callers.sessionOf(ctx)));
    }

    public void endSessions(Context ctx) {
        User user = require(ctx);
        int ended = sessions.endAll(user.id());
        requestAudit.record(ctx, Kind.SESSION_ENDED, user.username(), ended + " sessions");
        ctx.status(204);
    }

    private void recordChange(Context ctx, UserChange change, User changed) {
        change.roles()
                .ifPresent(roles -> requestAudit.record(
                        ctx, Kind.USER_CHANGED, changed.username(), "roles " + String.join(" ", new TreeSet<>(roles))));
        change.disabled()
                .ifPresent(disabled -> requestAudit.record(
                        ctx, Kind.USER_CHANGED, changed.username(), disabled ? "disabled" : "enabled"));
        change.password().ifPresent(unsaid -> requestAudit.record(ctx, Kind.PASSWORD_CHANGED, changed.username(), ""));
        change.password().ifPresent(unsaid -> throttle.forgive(changed.username()));
    }

    /** A script must not change its owner's password, here as elsewhere. */
    private static void keepFromOwnPassword(Context ctx) {
        if (ctx.pathParam("id").equals(Callers.callerOf(ctx).id())) {
            Callers.personOf(ctx);
        }
    }

    private User require(Context ctx) {
        return users.find(ctx.pathParam("id")).orElseThrow(() -> new RequestRefused(Refusals.notFound()));
    }

    private String setupUrl(Context ctx, String userId) throws UserRefused {
        return url.of(ctx, "/setup/" + links.make(userId));
    }
}
