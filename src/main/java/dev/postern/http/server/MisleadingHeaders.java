package dev.postern.http.server;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Removes the headers that make Javalin see another request than the gate: with the one of WebSockets it would skip every
 * before-handler and open a server-side session, with the other it would run the handler of another method.
 */
public final class MisleadingHeaders extends Handler.Wrapper {
    private static final List<String> NAMES =
            List.of(HttpHeader.SEC_WEBSOCKET_VERSION.asString(), "X-HTTP-Method-Override");

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(without(request), response, callback);
    }

    private static Request without(Request request) {
        if (NAMES.stream().noneMatch(request.getHeaders()::contains)) {
            return request;
        }
        HttpFields.Mutable headers = HttpFields.build(request.getHeaders());
        NAMES.forEach(headers::remove);
        HttpFields kept = headers.asImmutable();
        return new Request.Wrapper(request) {
            @Override
            public HttpFields getHeaders() {
                return kept;
            }
        };
    }
}
