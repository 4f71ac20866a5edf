package dev.postern.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.http.body.Json;
import dev.postern.http.refusal.Refusal;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** How routes and handlers send JSON and refusals. No cache may store either. */
public final class Responses {
    private Responses() {}

    public static void json(Context ctx, Object value) {
        ctx.header("Cache-Control", "no-store").contentType("application/json").result(Json.write(value));
    }

    /** A refusal as JSON. */
    public static RefusalSender.Answer json(Refusal refusal, boolean oauth) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", "no-store");
        headers.put("Content-Type", "application/json");
        headers.putAll(refusal.headers());
        return new RefusalSender.Answer(
                refusal.status(), headers, new String(Json.write(refusal.fields(oauth)), UTF_8));
    }

    /** Sends a refusal as JSON, outside Javalin. */
    public static void refuse(Request request, Response response, Refusal refusal, Callback callback) {
        // Jetty refuses some requests before Doorstep has set the attribute.
        boolean oauth = request.getAttribute(RequestInfo.ATTRIBUTE) instanceof RequestInfo info && info.oauth();
        RefusalSender json = (any, refused) -> json(refused, oauth);
        json.send(request, response, refusal, callback);
    }
}
