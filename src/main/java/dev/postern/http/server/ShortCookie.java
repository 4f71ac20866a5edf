package dev.postern.http.server;

import io.javalin.http.Context;
import java.util.List;

/**
 * A cookie that carries a value from one page to the next, and that no script reads.
 *
 * @param base its name without a prefix
 * @param seconds how long a browser keeps it
 * @param scope for which hosts it is
 */
public record ShortCookie(String base, int seconds, CookieScope scope) {

    public void set(Context ctx, String value) {
        send(ctx, value, seconds);
    }

    /** Has the browser forget it. */
    public void clear(Context ctx) {
        send(ctx, "", 0);
    }

    /** All values of this name: a browser may send several, for different paths or domains. */
    public List<String> values(Context ctx) {
        return RequestCookies.values(Requests.of(ctx).getHeaders(), name(RequestInfo.of(ctx)));
    }

    private void send(Context ctx, String value, int maxAge) {
        RequestInfo info = RequestInfo.of(ctx);
        String attributes = scope.attributes(info.host(), info.secure());
        ctx.res().addHeader("Set-Cookie", name(info) + "=" + value + attributes + "; Max-Age=" + maxAge);
    }

    private String name(RequestInfo info) {
        return scope.name(base, info.host(), info.secure());
    }
}
