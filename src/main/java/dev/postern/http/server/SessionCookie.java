package dev.postern.http.server;

import dev.postern.sessions.IssuedCookie;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;

/** The header {@code Set-Cookie} for the cookie of a session. */
public final class SessionCookie {
    /** The name, without its prefix. */
    public static final String NAME = "postern";

    private final CookieScope scope;
    private final InstantSource clock;

    public SessionCookie(CookieScope scope, InstantSource clock) {
        this.scope = scope;
        this.clock = clock;
    }

    /** What the value of a session's cookie is bound to on a host. */
    public String scopeOf(RequestInfo info) {
        return scope.of(info.host());
    }

    /** Sets the cookie. Its age is the session's whole life, since it is never set again. */
    public void set(Context ctx, IssuedCookie cookie) {
        RequestInfo info = RequestInfo.of(ctx);
        String age = cookie.session()
                .keptUntil()
                .map(until ->
                        "; Max-Age=" + Duration.between(clock.instant(), until).toSeconds())
                .orElse("");
        if (scope.isShared(info.host()) && !info.secure()) {
            // Over HTTP, the host's own cookie of before the setting has the same name, and would make two of it.
            ctx.res().addHeader("Set-Cookie", NAME + "=; Path=/; Max-Age=0");
        }
        ctx.res().addHeader("Set-Cookie", pair(info, cookie.value()) + age);
    }

    /** Removes the cookie: with the attributes that it was set with, or the browser would keep it. */
    public void remove(Context ctx) {
        ctx.res().addHeader("Set-Cookie", pair(RequestInfo.of(ctx), "") + "; Max-Age=0");
    }

    private String pair(RequestInfo info, String value) {
        return scope.name(NAME, info.host(), info.secure())
                + "="
                + value
                + scope.attributes(info.host(), info.secure());
    }
}
