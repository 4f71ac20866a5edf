package dev.postern.http.server;

import dev.postern.sessions.BrowserSession;
import java.time.Duration;
import java.time.InstantSource;

/** The header {@code Set-Cookie} for the cookie of a session. */
public final class SessionCookie {
    /** The name, without its prefix. */
    static final String NAME = "postern";

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
    public String set(RequestInfo info, BrowserSession session, String value) {
        String age = session.keptUntil()
                .map(until ->
                        "; Max-Age=" + Duration.between(clock.instant(), until).toSeconds())
                .orElse("");
        return pair(info, value) + age;
    }

    /** Removes the cookie: with the attributes that it was set with, or the browser would keep it. */
    public String remove(RequestInfo info) {
        return pair(info, "") + "; Max-Age=0";
    }

    private String pair(RequestInfo info, String value) {
        return scope.name(NAME, info.host(), info.secure())
                + "="
                + value
                + scope.attributes(info.host(), info.secure());
    }
}
