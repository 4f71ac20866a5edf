package dev.postern.http.server;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/** Whether a page of this server sent a request (Fetch Metadata; RFC 6454, section 7). */
public final class OwnOrigin {
    private final Optional<String> publicOrigin;

    /** @param publicUrl scheme, host and port without a trailing slash; a proxy may pass another host on */
    public OwnOrigin(Optional<URI> publicUrl) {
        this.publicOrigin = publicUrl.map(URI::toString);
    }

    /**
     * By {@code Sec-Fetch-Site}, else by {@code Origin}; no if there is neither. {@code none} means that the person, and
     * no page, has sent the request, for example by reloading.
     */
    public boolean sent(Request request) {
        HttpFields headers = request.getHeaders();
        String site = headers.get("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        String origin = headers.get(HttpHeader.ORIGIN);
        return origin != null
                && (origin.equals(of(request))
                        || publicOrigin.filter(origin::equals).isPresent());
    }

    /** The origin that a request was sent to, as browsers write it. */
    public static String of(Request request) {
        String scheme = RequestInfo.of(request).secure() ? "https" : "http";
        HttpURI target = request.getHttpURI();
        int port = target.getPort();
        boolean usual = port <= 0 || port == (scheme.equals("https") ? 443 : 80);
        String host = target.getHost() == null ? "" : target.getHost().toLowerCase(Locale.ROOT);
        return scheme + "://" + host + (usual ? "" : ":" + port);
    }
}
