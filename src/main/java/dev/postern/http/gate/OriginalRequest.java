package dev.postern.http.gate;

import dev.postern.http.server.RequestInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.HostPort;

/**
 * The request that a proxy asks about: by {@code X-Original-URL} and {@code X-Original-Method} (nginx), by {@code
 * X-Forwarded-Uri}, {@code -Method}, {@code -Host} and {@code -Proto} (Traefik, Caddy), or by the path behind the one of
 * forward authentication (Envoy's {@code ext_authz}). Nothing is guessed: what is missing, doubled or given in two ways is
 * refused.
 *
 * @param authority the host, with a port if there is one
 * @param rawPath without the query, as the client sent it
 * @param query with its question mark; empty if there is none
 */
record OriginalRequest(String method, boolean https, String authority, String rawPath, String query) {
    /** The path of forward authentication. */
    static final String PATH = "/forward-auth";

    private static final String URL = "X-Original-URL";
    private static final String URI = "X-Forwarded-Uri";
    private static final String HOST = "X-Forwarded-Host";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final String METHOD = "X-Forwarded-Method";
    private static final String ORIGINAL_METHOD = "X-Original-Method";
    private static final int MAX_PORT = 65_535;
    private static final List<String> ALL = List.of(URL, ORIGINAL_METHOD, URI, METHOD, HOST, PROTO);

    private static final Pattern ABSOLUTE =
            Pattern.compile("(https?)://([^/?#]*)(/[^?]*)?(\\?.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");
    private static final Pattern TARGET = Pattern.compile("(/[^?]*)(\\?.*)?");

    /** Why it cannot be said which request is meant; a sentence. Has no stack trace. */
    static final class Ambiguous extends Exception {
        private static final long serialVersionUID = 1;

        Ambiguous(String message) {
            super(message, null, false, false);
        }
    }

    static OriginalRequest of(Request asking) throws Ambiguous {
        OriginalRequest original = read(asking);
        Matcher authority = AUTHORITY.matcher(original.authority());
        boolean valid =
                authority.matches() && (authority.group(1) == null || Integer.parseInt(authority.group(1)) <= MAX_PORT);
        if (!valid) {
            throw new Ambiguous("The host is not a name or an address with at most a port.");
        }
        return original;
    }

    private static OriginalRequest read(Request asking) throws Ambiguous {
        Map<String, String> headers = headersOf(asking);
        String behind = asking.getHttpURI().getPath().substring(PATH.length());
        boolean byUrl = headers.containsKey(URL);
        boolean byUri = headers.containsKey(URI);
        if ((byUrl ? 1 : 0) + (byUri ? 1 : 0) + (behind.isEmpty() ? 0 : 1) != 1) {
            throw new Ambiguous("The request must be told in one way: by " + URL + ", by " + URI
                    + ", or by the path behind " + PATH + ".");
        }
        if (byUrl) {
            return byUrl(required(headers, URL), required(headers, ORIGINAL_METHOD));
        }
        return byUri
                ? byTarget(
                        asking,
                        headers,
                        required(headers, METHOD),
                        required(headers, URI),
                        Optional.ofNullable(headers.get(HOST)))
                : byTarget(
                        asking,
                        headers,
                        asking.getMethod(),
                        asking.getHttpURI().getPathQuery().substring(PATH.length()),
                        Optional.empty());
    }

    /** The headers of {@link #ALL} that the request has, by their names as they stand there. */
    private static Map<String, String> headersOf(Request asking) throws Ambiguous {
        Map<String, String> found = new HashMap<>();
        for (HttpField field : asking.getHeaders()) {
            for (String name : ALL) {
                if (name.equalsIgnoreCase(field.getName())) {
                    String value = Objects.requireNonNullElse(field.getValue(), "");
                    if (isList(name, value) || found.put(name, value) != null) {
                        throw new Ambiguous("Header " + name + " has more than one value.");
                    }
                }
            }
        }
        return found;
    }

    /** A target may have commas. */
    private static boolean isList(String name, String value) {
        return !name.equals(URL) && !name.equals(URI) && value.indexOf(',') >= 0;
    }

    private static String required(Map<String, String> headers, String name) throws Ambiguous {
        return Optional.ofNullable(headers.get(name))
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new Ambiguous("Header " + name + " is missing."));
    }

    private static OriginalRequest byUrl(String url, String method) throws Ambiguous {
        Matcher parts = ABSOLUTE.matcher(url);
        if (!parts.matches()) {
            throw new Ambiguous("Header " + URL + " must be a whole URL, such as https://wiki.example.org/page.");
        }
        return new OriginalRequest(
                method,
                parts.group(1).equalsIgnoreCase("https"),
                parts.group(2),
                Optional.ofNullable(parts.group(3)).orElse("/"),
                Optional.ofNullable(parts.group(4)).orElse(""));
    }

    /** @param forwardedHost the host, if the proxy gives it besides {@code Host}; Envoy does not, but may pass a client's on */
    private static OriginalRequest byTarget(
            Request asking, Map<String, String> headers, String method, String target, Optional<String> forwardedHost)
            throws Ambiguous {
        Matcher parts = TARGET.matcher(target);
        if (!parts.matches()) {
            throw new Ambiguous("The target must begin with a slash.");
        }
        String host = forwardedHost
                .or(() -> Optional.ofNullable(asking.getHeaders().get(HttpHeader.HOST)))
                .orElse(RequestInfo.of(asking).authority());
        boolean https = Optional.ofNullable(headers.get(PROTO))
                .map(proto -> proto.equalsIgnoreCase("https") || proto.equalsIgnoreCase("wss"))
                .orElse(asking.isSecure());
        return new OriginalRequest(
                method,
                https,
                host,
                parts.group(1),
                Optional.ofNullable(parts.group(2)).orElse(""));
    }

    /**
     * The asking request as if the client had sent it here, for refusals that speak of its page.
     *
     * @param unclear whether the path has no single reading, so that no URI may be made of it
     */
    Request in(Request asking, boolean unclear) {
        String scheme = (https ? HttpScheme.HTTPS : HttpScheme.HTTP).asString();
        HttpURI uri = HttpURI.from(scheme, new HostPort(authority), unclear ? "/" : rawPath + query);
        return new Request.Wrapper(asking) {
            @Override
            public String getMethod() {
                return method;
            }

            @Override
            public HttpURI getHttpURI() {
                return uri;
            }
        };
    }
}
