package dev.postern.http.group;

import java.net.URI;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.jspecify.annotations.Nullable;

/** A request to an application, with the target exactly as the client sent it: Jetty's client would parse it again. */
class UpstreamRequest extends HttpRequest {
    private final String path;
    private final @Nullable String query;

    /**
     * A request.
     *
     * @param server scheme, host and port
     * @param target the path, with the query if there is one
     */
    UpstreamRequest(HttpClient client, URI server, String target) {
        super(client, new HttpConversation(), server);
        int mark = target.indexOf('?');
        this.path = mark < 0 ? target : target.substring(0, mark);
        this.query = mark < 0 ? null : target.substring(mark + 1);
    }

    @Override
    public String getPath() {
        return path;
    }

    @Override
    public @Nullable String getQuery() {
        return query;
    }

    /** Of a target that has no form of a URI, none can be made. */
    @Override
    public URI getURI() {
        return getOrigin();
    }
}
