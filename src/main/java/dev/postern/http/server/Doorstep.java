package dev.postern.http.server;

import dev.postern.gate.Gate;
import dev.postern.gate.Route;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The first handler of every request, before Javalin: sets the request ID, and reads the target and the credential,
 * once for all.
 */
public final class Doorstep extends Handler.Wrapper {
    private static final String REQUEST_ID = "X-Request-Id";
    private static final Pattern GOOD_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Set<String> OAUTH =
            Set.of(Route.OAUTH_TOKEN.path(), Route.OAUTH_REVOKE.path(), Route.OAUTH_INTROSPECT.path());
    private static final HttpField NO_SNIFF = new HttpField("X-Content-Type-Options", "nosniff");
    private static final HttpField HSTS = new HttpField("Strict-Transport-Security", "max-age=31536000");

    private final Gate gate;
    private final ClientAddress addresses;
    private final ConnectionLimit connections;
    private final boolean publicHttps;
    private final CredentialReader credentials;
    private final RequestTimer timer;

    /** @param publicHttps whether people reach the server by HTTPS, even if a proxy uses HTTP here */
    public Doorstep(
            Gate gate,
            ClientAddress addresses,
            ConnectionLimit connections,
            boolean publicHttps,
            CredentialReader credentials,
            RequestTimer timer) {
        this.gate = gate;
        this.addresses = addresses;
        this.connections = connections;
        this.publicHttps = publicHttps;
        this.credentials = credentials;
        this.timer = timer;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        connections.begin(request);
        String id = requestId(request.getHeaders());
        response.getHeaders().put(REQUEST_ID, id).put(NO_SNIFF);
        if (request.isSecure()) {
            response.getHeaders().put(HSTS);
        }
        NotModifiedHeaders.watch(request);
        String path = rawPath(request);
        String authority = authority(request);
        boolean secure = publicHttps || addresses.isHttps(request);
        RequestInfo info = new RequestInfo(
                id,
                addresses.of(request),
                secure,
                authority,
                gate.locate(request.getMethod(), authority, path),
                credentials.read(request.getHeaders(), authority, secure),
                OAUTH.contains(path));
        request.setAttribute(RequestInfo.ATTRIBUTE, info);
        timer.watch(request, response, info.target());
        return super.handle(request, response, callback);
    }

    /** As the client sent it: {@code Host}, {@code :authority}, or a target in absolute form, which goes before both. */
    private static String authority(Request request) {
        String host = request.getHttpURI().getHost();
        return host == null ? "" : host;
    }

    /** Jetty removes a fragment from the path, but no request target may have one (RFC 9112, section 3.2). */
    private static String rawPath(Request request) {
        var target = request.getHttpURI();
        String path = target.getPath() == null ? "" : target.getPath();
        return target.getFragment() == null ? path : path + "#";
    }

    private static String requestId(HttpFields headers) {
        String given = headers.get(REQUEST_ID);
        return given != null && GOOD_ID.matcher(given).matches()
                ? given
                : Long.toHexString(ThreadLocalRandom.current().nextLong());
    }
}
