package dev.postern.http.server;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Optional;

/**
 * Where people reach the server.
 *
 * @param set scheme, host and port without a trailing slash; empty to take them from each request
 */
public record PublicUrl(Optional<URI> set) {

    /** The whole URL of a path that begins with a slash. */
    public String of(Context ctx, String path) {
        return set.map(URI::toString).orElseGet(() -> ctx.scheme() + "://" + ctx.host()) + path;
    }
}
