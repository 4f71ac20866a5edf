package dev.postern.http.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.crypto.KeyDerivation;
import dev.postern.crypto.SealKey;
import dev.postern.http.gate.Callers;
import dev.postern.http.server.CookieScope;
import dev.postern.http.server.Requests;
import dev.postern.http.server.ShortCookie;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * What a form has done, shown once on the page that it leads to. It may be a secret, such as a new token. So it is sealed
 * for the person's session, in a cookie of a minute: every instance can show it, and nothing is kept here.
 */
public final class Notices {
    private static final int LIFETIME_SECONDS = 60;

    private final SealKey key;
    private final ShortCookie cookie;
    private final InstantSource clock;

    public Notices(KeyDerivation secret, CookieScope scope, InstantSource clock) {
        this.key = secret.sealKey("postern notice");
        this.cookie = new ShortCookie("postern_notice", LIFETIME_SECONDS, scope);
        this.clock = clock;
    }

    /** Has the next page show a text. */
    public void put(Context ctx, String text) {
        put(ctx, "", text);
    }

    /**
     * Keeps a text for one page alone.
     *
     * @param kind what only that page asks for
     */
    public void put(Context ctx, String kind, String text) {
        long expiry = clock.instant().getEpochSecond() + LIFETIME_SECONDS;
        cookie.set(ctx, key.seal((expiry + "\n" + text).getBytes(UTF_8), context(ctx, kind)));
    }

    /** The text for this page, which is then gone. */
    public Optional<String> take(Context ctx) {
        return take(ctx, "");
    }

    /** The text of a kind, which is then gone; empty for a request that shows nothing to anybody. */
    public Optional<String> take(Context ctx, String kind) {
        HttpFields headers = Requests.of(ctx).getHeaders();
        if (!ctx.req().getMethod().equals("GET") || headers.contains("Sec-Purpose")) {
            return Optional.empty();
        }
        Optional<String> text = cookie.values(ctx).stream()
                .flatMap(value -> key.open(value, context(ctx, kind)).stream())
                .flatMap(bytes -> text(new String(bytes, UTF_8)).stream())
                .findFirst();
        text.ifPresent(shown -> cookie.clear(ctx));
        return text;
    }

    private Optional<String> text(String opened) {
        String[] parts = opened.split("\n", 2);
        return clock.instant().getEpochSecond() < Long.parseLong(parts[0]) ? Optional.of(parts[1]) : Optional.empty();
    }

    private static String context(Context ctx, String kind) {
        return Callers.sessionOf(ctx) + "\n" + kind;
    }
}
