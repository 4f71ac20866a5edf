package dev.postern.http.server;

import dev.postern.http.body.Json;
import dev.postern.http.refusal.Refusal;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** How routes and handlers send JSON and refusals. No cache may store either. */
public final class Responses {
    private Responses() {}

    public static void json(Context ctx, Object value) {
        ctx.header("Cache-Control", "no-store").contentType("application/json").result(Json.write(value));
    }

    public static void refuse(Context ctx, Refusal refusal) {
        refusal.headers().forEach(ctx::header);
        ctx.status(refusal.status());
        json(ctx, refusal.fields(RequestInfo.of(ctx).oauth()));
    }

    /** Sends a refusal outside Javalin. */
    public static void refuse(Request request, Response response, Refusal refusal, Callback callback) {
        // Jetty refuses some requests before Doorstep has set the attribute.
        boolean oauth = request.getAttribute(RequestInfo.ATTRIBUTE) instanceof RequestInfo info && info.oauth();
        response.setStatus(refusal.status());
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put(HttpHeader.CONTENT_TYPE, "application/json");
        refusal.headers().forEach(headers::put);
        response.write(true, ByteBuffer.wrap(Json.write(refusal.fields(oauth))), callback);
    }
}
