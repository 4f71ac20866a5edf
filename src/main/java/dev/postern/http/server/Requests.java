package dev.postern.http.server;

import io.javalin.http.Context;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/** Jetty's view of a request that Javalin handles. */
public final class Requests {
    private Requests() {}

    public static Request of(Context ctx) {
        return ServletContextRequest.getServletContextRequest(ctx.req());
    }
}
