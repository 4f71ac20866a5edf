package dev.postern.http.group;

import dev.postern.gate.Credential;
import dev.postern.gate.PathGroup;
import dev.postern.gate.Verdict;
import dev.postern.http.gate.IdentityHeaders;
import dev.postern.http.server.HeaderNames;
import dev.postern.http.server.RequestCookies;
import dev.postern.http.server.RequestInfo;
import dev.postern.users.PersonalTokens;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * The headers of a request as an application gets them, and of its response as the client does. What only concerns one
 * connection stays behind (RFC 9110, section 7.6.1), and so does whatever a client could use to pass for somebody else:
 * names are compared with underscores as hyphens, since many applications take them for the same.
 */
final class ForwardedHeaders {
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** Set anew, or never passed on: some applications believe these rather than the request line. */
    private static final Set<String> OURS = Set.of(
            "host",
            "content-length",
            "cookie",
            "expect",
            "forwarded",
            "proxy",
            "remote-user",
            "remote-name",
            "remote-email",
            "remote-groups",
            "x-auth-user",
            "x-auth-id",
            "x-auth-roles",
            "x-auth-token",
            "x-original-method",
            "x-original-url",
            "x-postern-token",
            "x-real-ip",
            "x-request-id",
            "x-rewrite-url");

    private static final String FORWARDED_PREFIX = "x-forwarded-";

    /** They name another method than the one that the gate has decided on. */
    private static final Set<String> METHOD_OVERRIDES =
            Set.of("x-http-method-override", "x-http-method", "x-method-override");

    /** What this server says of every response. */
    private static final Set<String> KEPT = Set.of("x-request-id", "x-content-type-options");

    private final IdentityHeaders identity;

    ForwardedHeaders(IdentityHeaders identity) {
        this.identity = identity;
    }

    /** The headers for the application, without those that frame the body. */
    HttpFields.Mutable toApplication(Request request, Verdict.Allowed allowed) {
        RequestInfo info = RequestInfo.of(request);
        HttpFields.Mutable headers = HttpFields.build();
        Set<String> dropped = connectionOptions(request.getHeaders());
        for (HttpField field : request.getHeaders()) {
            String name = HeaderNames.plain(field.getLowerCaseName());
            if (field.getValue() != null
                    && !isOurs(name, allowed.group())
                    && !dropped.contains(field.getLowerCaseName())
                    && !(field.getHeader() == HttpHeader.AUTHORIZATION && isCredential(request, allowed))) {
                headers.add(field);
            }
        }
        List<String> cookies = RequestCookies.others(request.getHeaders());
        if (!cookies.isEmpty()) {
            headers.put(HttpHeader.COOKIE, String.join("; ", cookies));
        }
        addOrigin(headers, request, info);
        identity.of(allowed.group(), allowed.caller()).forEach((name, value) -> {
            if (!value.isEmpty()) {
                headers.put(name, value);
            }
        });
        return headers;
    }

    private static boolean isOurs(String name, PathGroup group) {
        return HOP_BY_HOP.contains(name)
                || OURS.contains(name)
                || name.startsWith(FORWARDED_PREFIX)
                || (!group.methods().isEmpty() && METHOD_OVERRIDES.contains(name));
    }

    /** What {@code Connection} names is for this connection only. */
    private static Set<String> connectionOptions(HttpFields headers) {
        Set<String> names = new HashSet<>();
        for (String value : headers.getCSV(HttpHeader.CONNECTION, false)) {
            names.add(value.toLowerCase(Locale.ROOT));
        }
        return names;
    }

    /** Whether {@code Authorization} has a credential of ours. Otherwise it is the application's. */
    private static boolean isCredential(Request request, Verdict.Allowed allowed) {
        if (request.getHeaders().contains(Credential.POSTERN_TOKEN)) {
            return false;
        }
        boolean known = allowed.caller().isPresent();
        Credential credential = RequestInfo.of(request).credential();
        if (credential instanceof Credential.Basic basic) {
            return (known && allowed.group().basic()) || PersonalTokens.isOne(basic.password());
        }
        return credential instanceof Credential.Bearer bearer && (known || PersonalTokens.isOne(bearer.token()));
    }

    private static void addOrigin(HttpFields.Mutable headers, Request request, RequestInfo info) {
        String host = String.valueOf(request.getHttpURI().getAuthority());
        String scheme = info.secure() ? "https" : "http";
        String address = info.address().indexOf(':') >= 0 ? "\"[" + info.address() + "]\"" : info.address();
        headers.put(HttpHeader.HOST, host);
        headers.put("X-Request-Id", info.id());
        headers.put("X-Real-IP", info.address());
        headers.put("X-Forwarded-For", info.address());
        headers.put("X-Forwarded-Host", host);
        headers.put("X-Forwarded-Proto", scheme);
        headers.put(HttpHeader.FORWARDED, "for=" + address + ";host=" + quoted(host) + ";proto=" + scheme);
    }

    /** RFC 9110, section 5.6.4. */
    private static String quoted(String text) {
        return '"' + text.replaceAll("([\\\\\"])", "\\\\$1") + '"';
    }

    /** Adds the headers of an application's response to those that this server has set. */
    static void toClient(HttpFields fromApplication, HttpFields.Mutable response) {
        Set<String> dropped = connectionOptions(fromApplication);
        List<HttpField> passed = fromApplication.stream()
                .filter(field -> !HOP_BY_HOP.contains(field.getLowerCaseName()))
                .filter(field -> !KEPT.contains(field.getLowerCaseName()))
                .filter(field -> !dropped.contains(field.getLowerCaseName()))
                .toList();
        Stream<String> names = passed.stream().map(HttpField::getName).distinct();
        names.forEach(response::remove);
        passed.forEach(response::add);
    }
}
