package dev.postern.http.server;

import io.javalin.http.Context;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/** Jetty's view of requests. */
public final class Requests {
    private Requests() {}

    /** The request that Javalin handles. */
    public static Request of(Context ctx) {
        return ServletContextRequest.getServletContextRequest(ctx.req());
    }

    /** Whether a request came by HTTP/1: alone on its connection, and with headers that frame its body. */
    public static boolean isHttp1(Request request) {
        return request.getConnectionMetaData().getHttpVersion().getVersion() < HttpVersion.HTTP_2.getVersion();
    }
}
