package dev.postern.http;

import dev.postern.ops.AuditEvent;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.sessions.RefreshRefused;
import dev.postern.sessions.RefreshToken;
import dev.postern.sessions.Renewal;
import dev.postern.sessions.Sessions;
import dev.postern.users.LoginRefused;
import dev.postern.users.User;
import dev.postern.users.Users;
import io.javalin.http.Context;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sign in, and stay in. */
final class LoginRoutes {
    private static final Logger LOG = LoggerFactory.getLogger("postern.login");
    private static final int MAX_USER_AGENT = 256;

    private final Users users;
    private final Sessions sessions;
    private final LoginGuard guard;
    private final Answers answers;
    private final Trail trail;

    LoginRoutes(Users users, Sessions sessions, LoginGuard guard, Answers answers, Trail trail) {
        this.users = users;
        this.sessions = sessions;
        this.guard = guard;
        this.answers = answers;
        this.trail = trail;
    }

    void login(Context ctx) throws LoginRefused {
        JsonBody body = JsonBody.of(ctx);
        User user = guard.login(ctx, body.string("username"), body.string("password"));
        String address = GateHandler.exchange(ctx).address();
        Renewal renewal = sessions.open(user.id(), address, userAgent(ctx));
        // Read after the session was opened: what changes from here on ends it, or dates its tokens out.
        User now = users.confirm(user).orElseThrow(() -> {
            sessions.end(renewal.sessionId());
            return new RequestRefused(Refusals.invalidCredentials());
        });
        trail.tell(trail.event(ctx, Kind.LOGIN).self(now.username()).session(renewal.sessionId()));
        for (String displaced : renewal.displaced()) {
            trail.tell(trail.event(ctx, Kind.SESSION_ENDED)
                    .self(now.username())
                    .session(displaced)
                    .detail("too many sessions; this one was unused the longest"));
        }
        answers.pair(ctx, now, renewal);
    }

    void refresh(Context ctx) throws RefreshRefused {
        RefreshToken token = new RefreshToken(JsonBody.of(ctx).string("refresh_token"));
        Renewal renewal;
        try {
            renewal = sessions.refresh(token);
        } catch (RefreshRefused refused) {
            tellOf(ctx, refused);
            throw refused;
        }
        Optional<User> user = users.find(renewal.userId()).filter(found -> !found.disabled());
        if (user.isEmpty()) {
            sessions.end(renewal.sessionId());
            throw new RequestRefused(Refusals.of(RefreshRefused.Reason.UNKNOWN));
        }
        tellOf(ctx, renewal, user.get());
        answers.pair(ctx, user.get(), renewal);
    }

    private void tellOf(Context ctx, Renewal renewal, User user) {
        boolean retried = renewal.kind() == Renewal.Kind.RETRIED;
        trail.tell(trail.event(ctx, retried ? Kind.REFRESH_RETRIED : Kind.REFRESH)
                .self(user.username())
                .session(renewal.sessionId())
                .detail(
                        retried
                                ? "retried: the last spent token was given the same successor once more"
                                : "rotated: the token was spent for its successor"));
    }

    private void tellOf(Context ctx, RefreshRefused refused) {
        if (refused.reason() != RefreshRefused.Reason.REUSED) {
            // Strangers may send such without end: for the log alone.
            LOG.info(
                    "refresh refused reason={} ip={} request={}",
                    refused.reason(),
                    GateHandler.exchange(ctx).address(),
                    GateHandler.exchange(ctx).id());
            return;
        }
        AuditEvent event = trail.event(ctx, Kind.REFRESH_REUSED)
                .user(users.find(refused.userId()).map(User::username).orElse(""))
                .session(refused.sessionId());
        trail.tell(event.detail("stolen: a token that was spent before was presented; the session has been ended"));
    }

    private static String userAgent(Context ctx) {
        String given = Optional.ofNullable(ctx.header("User-Agent")).orElse("");
        return given.length() <= MAX_USER_AGENT ? given : given.substring(0, MAX_USER_AGENT);
    }
}
