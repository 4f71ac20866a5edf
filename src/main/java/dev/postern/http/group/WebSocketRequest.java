package dev.postern.http.group;

import java.net.URI;
import java.util.function.Consumer;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpUpgrader;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/** The opening handshake of a WebSocket with an application (RFC 6455, section 4). */
final class WebSocketRequest extends UpstreamRequest {
    static final String PROTOCOL = "websocket";

    /** An application that has agreed to the protocol. */
    record Agreed(Response response, EndPoint application) {}

    /** @param agreed what is done when the application agrees */
    WebSocketRequest(HttpClient client, URI server, String target, Consumer<Agreed> agreed) {
        super(client, server, target);
        // Where UpgradeProtocolHandler looks for it.
        getConversation().setAttribute(HttpUpgrader.class.getName(), upgrader(agreed));
    }

    /**
     * Whether a request opens a WebSocket. Any other protocol stays behind: the application could read requests in it that
     * the gate has not seen.
     */
    static boolean isOpenedBy(Request request) {
        HttpFields headers = request.getHeaders();
        return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                && HttpMethod.GET.is(request.getMethod())
                && headers.getValuesList(HttpHeader.UPGRADE).size() == 1
                && PROTOCOL.equalsIgnoreCase(headers.get(HttpHeader.UPGRADE))
                && headers.contains(HttpHeader.CONNECTION, "upgrade");
    }

    private static HttpUpgrader upgrader(Consumer<Agreed> agreed) {
        return new HttpUpgrader() {
            @Override
            public void prepare(org.eclipse.jetty.client.Request request) {
                // The headers are there already.
            }

            @Override
            public void upgrade(Response response, EndPoint application, Callback callback) {
                agreed.accept(new Agreed(response, application));
                callback.succeeded();
            }
        };
    }
}
