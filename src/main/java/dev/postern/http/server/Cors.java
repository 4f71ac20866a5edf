package dev.postern.http.server;

import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets pages of the listed origins send requests with a bearer token (CORS protocol of the Fetch standard). Never with
 * cookies: {@code Access-Control-Allow-Credentials} is not sent.
 */
public final class Cors extends Handler.Wrapper {
    private final Set<String> origins;

    public Cors(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (origins.isEmpty()) {
            return super.handle(request, response, callback);
        }
        ResponseHead.onSend(request, Cors::varying);
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin == null || !origins.contains(origin)) {
            return super.handle(request, response, callback);
        }
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("Access-Control-Allow-Origin", origin);
        if (!isPreflight(request)) {
            headers.put("Access-Control-Expose-Headers", "X-Request-Id, WWW-Authenticate, Retry-After, Location, ETag");
            return super.handle(request, response, callback);
        }
        headers.put("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
        headers.put(
                "Access-Control-Allow-Headers",
                "Authorization, Content-Type, If-None-Match, X-Postern-Token, X-Request-Id");
        headers.put("Access-Control-Max-Age", "600");
        response.setStatus(204);
        callback.succeeded();
        return true;
    }

    private static boolean isPreflight(Request request) {
        return request.getMethod().equals("OPTIONS") && request.getHeaders().contains("Access-Control-Request-Method");
    }

    /** Added when a response is complete, because its handler may set the header again. */
    private static MetaData.Response varying(MetaData.Response response) {
        return new MetaData.Response(
                response.getStatus(),
                response.getReason(),
                response.getHttpVersion(),
                HttpFields.build(response.getHttpFields()).add(HttpHeader.VARY, "Origin"),
                response.getContentLength(),
                response.getTrailersSupplier());
    }
}
