package dev.postern.http.server;

import dev.postern.gate.Credential;
import dev.postern.gate.HostName;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Reads the credential of a request. A token in a header goes before the session cookie. */
public final class CredentialReader {
    private final CookieScope cookies;

    public CredentialReader(CookieScope cookies) {
        this.cookies = cookies;
    }

    /**
     * The credential of a request.
     *
     * @param authority the host that the request was sent to: a cookie is for one host, or a domain
     * @param secure whether it was sent by HTTPS: the cookie has another name then
     */
    public Credential read(HttpFields headers, String authority, boolean secure) {
        Credential token = token(headers);
        if (token instanceof Credential.None) {
            return cookie(headers, authority, secure);
        }
        return token instanceof Credential.Basic basic
                ? new Credential.Basic(basic.name(), basic.password(), cookie(headers, authority, secure))
                : token;
    }

    private Credential cookie(HttpFields headers, String authority, boolean secure) {
        if (!headers.contains(HttpHeader.COOKIE)) {
            return Credential.NONE;
        }
        String host = HostName.of(authority);
        List<String> values = RequestCookies.values(headers, cookies.name(SessionCookie.NAME, host, secure));
        return switch (values.size()) {
            case 0 -> Credential.NONE;
            case 1 -> new Credential.Cookie(values.get(0), cookies.of(host));
            default -> new Credential.Doubled("Cookie");
        };
    }

    private static Credential token(HttpFields headers) {
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
