package dev.postern.http.ops;

import dev.postern.gate.Gate;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.ClientAddress;
import dev.postern.http.server.HeaderNames;
import dev.postern.http.server.RequestInfo;
import dev.postern.http.server.Responses;
import io.javalin.http.Context;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Shows which headers about its sender a request arrives with. A proxy passes such a request on as it does for an
 * application, so that the command {@code doctor} can see what a client could forge. Everybody else gets 404.
 */
public final class ProxyCheckRoute {
    private static final String TOKEN = "X-Postern-Check";

    private static final Set<String> NAMES =
            Set.of("remote-user", "remote-groups", "x-real-ip", "forwarded", "x-rewrite-url");
    private static final List<String> PREFIXES = List.of("x-auth-", "x-forwarded-", "x-original-");

    private final Predicate<String> tokens;
    private final Gate gate;
    private final ClientAddress addresses;
    private final Optional<URI> publicUrl;

    /** @param tokens uses up a token, if it is good */
    public ProxyCheckRoute(Predicate<String> tokens, Gate gate, ClientAddress addresses, Optional<URI> publicUrl) {
        this.tokens = tokens;
        this.gate = gate;
        this.addresses = addresses;
        this.publicUrl = publicUrl;
    }

    public void show(Context ctx) {
        if (Optional.ofNullable(ctx.header(TOKEN)).filter(tokens).isEmpty()) {
            throw new RequestRefused(Refusals.notFound());
        }
        RequestInfo info = RequestInfo.of(ctx);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("from_trusted_proxy", addresses.isTrusted(ctx.req().getRemoteAddr()));
        shown.put("peer", ctx.req().getRemoteAddr());
        shown.put("client", info.address());
        shown.put("https", info.secure());
        shown.put("host", ctx.host());
        shown.put("public_url", publicUrl.map(URI::toString).orElse(""));
        shown.put("served_here", gate.groups().isServedHere(info.host()));
        shown.put("headers", headers(ctx));
        ctx.header("Cache-Control", "no-store");
        Responses.json(ctx, shown);
    }

    private static Map<String, List<String>> headers(Context ctx) {
        Map<String, List<String>> found = new TreeMap<>();
        for (String name : Collections.list(ctx.req().getHeaderNames())) {
            if (isAboutTheSender(name)) {
                found.computeIfAbsent(name, none -> new ArrayList<>())
                        .addAll(Collections.list(ctx.req().getHeaders(name)));
            }
        }
        return found;
    }

    /** Some applications read underscores and dots like hyphens. */
    private static boolean isAboutTheSender(String name) {
        String plain = HeaderNames.plain(name.toLowerCase(Locale.ROOT));
        return NAMES.contains(plain) || PREFIXES.stream().anyMatch(plain::startsWith);
    }
}
