package dev.postern.http.server;

import dev.postern.gate.Credential;
import dev.postern.http.refusal.Refusals;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Redirects what arrives on the port for plain HTTP to HTTPS. A request that carries a token or a body is refused
 * instead: a client that sends secrets in the clear must not seem to work.
 */
public final class HttpsRedirect extends Handler.Wrapper {
    private static final int DEFAULT_PORT = 443;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");

    private final IntSupplier httpsPort;

    /** @param httpsPort where people reach HTTPS; -1 for the default port */
    public HttpsRedirect(IntSupplier httpsPort) {
        this.httpsPort = httpsPort;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!Connectors.isRedirect(request.getConnectionMetaData().getConnector())) {
            return super.handle(request, response, callback);
        }
        String host = request.getHttpURI().getHost();
        if (!Navigation.isRead(request) || hasBody(request) || hasCredential(request)) {
            Responses.refuse(request, response, Refusals.httpsRequired(), callback);
        } else if (host == null || !HOST.matcher(host).matches()) {
            Responses.refuse(request, response, Refusals.invalidRequest("Header Host must name a host."), callback);
        } else {
            response.setStatus(301);
            response.getHeaders().put(HttpHeader.LOCATION, "https://" + host + port() + pathAndQuery(request));
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            callback.succeeded();
        }
        return true;
    }

    private static boolean hasBody(Request request) {
        return request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
                || request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > 0;
    }

    private static boolean hasCredential(Request request) {
        return request.getHeaders().contains(HttpHeader.AUTHORIZATION)
                || request.getHeaders().contains(Credential.POSTERN_TOKEN);
    }

    private String port() {
        int port = httpsPort.getAsInt();
        return port < 0 || port == DEFAULT_PORT ? "" : ":" + port;
    }

    /** As the client sent them; the server at the other port judges them. */
    private static String pathAndQuery(Request request) {
        String target = request.getHttpURI().getPathQuery();
        return target == null || !target.startsWith("/") ? "/" : target;
    }
}
