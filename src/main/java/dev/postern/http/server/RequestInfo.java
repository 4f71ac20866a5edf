package dev.postern.http.server;

import dev.postern.gate.Credential;
import dev.postern.gate.HostName;
import dev.postern.gate.Target;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * What {@link Doorstep} found out about a request, so that no later code reads the target or the credential again.
 *
 * @param id the request's id, as in {@code X-Request-Id}
 * @param address the client's address, as far as it can be trusted
 * @param secure whether the client uses HTTPS, here or at a proxy
 * @param authority the host as the client sent it; empty if there is none
 * @param oauth whether refusals have the form of OAuth (RFC 6749, section 5.2)
 */
public record RequestInfo(
        String id,
        String address,
        boolean secure,
        String authority,
        Target target,
        Credential credential,
        boolean oauth) {
    static final String ATTRIBUTE = RequestInfo.class.getName();

    public static RequestInfo of(Context ctx) {
        return Objects.requireNonNull(ctx.attribute(ATTRIBUTE), "Doorstep sets it for every request");
    }

    public static RequestInfo of(Request request) {
        return (RequestInfo) request.getAttribute(ATTRIBUTE);
    }

    /** The host that the request was sent to, as {@link HostName} has it. */
    public String host() {
        return HostName.of(authority);
    }

    /** Whether its credential is the session cookie, which a browser adds to whatever any page sends. */
    public boolean hasCookie() {
        return credential instanceof Credential.Cookie;
    }

    static Credential credentialOf(HttpFields headers) {
        List<String> authorization = List.of();
        List<String> posternToken = List.of();
        for (HttpField field : headers) {
            if (field.getHeader() == HttpHeader.AUTHORIZATION) {
                authorization = append(authorization, field.getValue());
            } else if (Credential.POSTERN_TOKEN.equalsIgnoreCase(field.getName())) {
                posternToken = append(posternToken, field.getValue());
            }
        }
        return Credential.of(authorization, posternToken);
    }

    private static List<String> append(List<String> values, String value) {
        if (values.isEmpty()) {
            return List.of(value);
        }
        List<String> more = new ArrayList<>(values);
        more.add(value);
        return more;
    }
}
