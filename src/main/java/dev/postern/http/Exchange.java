package dev.postern.http;

import dev.postern.gate.Credential;
import dev.postern.gate.Place;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What the doorstep found out about a request, handed on with it, so that nobody behind reads the target or the
 * credential a second time.
 *
 * @param id the request's id, as in {@code X-Request-Id}
 * @param address whom the request is from, as far as that can be believed
 * @param secure whether the sender uses HTTPS, here or at a proxy ahead
 * @param oauth whether refusals are told in the form of OAuth (RFC 6749, section 5.2)
 */
record Exchange(String id, String address, boolean secure, Place place, Credential credential, boolean oauth) {
    static final String ATTRIBUTE = Exchange.class.getName();

    static Exchange of(Request request) {
        return (Exchange) request.getAttribute(ATTRIBUTE);
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

    /** Answers a request with a refusal, outside Javalin. */
    static void refuse(Request request, Response response, Refusal refusal, Callback callback) {
        // Jetty refuses some before the doorstep has seen them.
        boolean oauth = request.getAttribute(ATTRIBUTE) instanceof Exchange exchange && exchange.oauth();
        response.setStatus(refusal.status());
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put(HttpHeader.CONTENT_TYPE, "application/json");
        refusal.headers().forEach(headers::put);
        response.write(true, ByteBuffer.wrap(refusal.body(oauth)), callback);
    }
}
