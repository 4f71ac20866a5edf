package dev.postern.http.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.gate.Gate;
import dev.postern.gate.HostName;
import dev.postern.http.server.CookieScope;
import dev.postern.http.server.OwnOrigin;
import dev.postern.http.server.RequestInfo;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** Where a person goes to sign in, before a page is shown. */
public final class SignIn {
    /** Where an application's host begins a sign-in on the server's own host. */
    public static final String START = "/.postern/start";

    private final Gate gate;
    private final CookieScope scope;
    private final Optional<URI> publicUrl;

    public SignIn(Gate gate, CookieScope scope, Optional<URI> publicUrl) {
        this.gate = gate;
        this.scope = scope;
        this.publicUrl = publicUrl;
    }

    /**
     * The URL of the sign-in for the page that a request asks for.
     *
     * @param reason why the last session is over, as the sign-in page knows it; empty if there was none
     */
    public String location(Request request, String reason) {
        RequestInfo info = RequestInfo.of(request);
        String asked = request.getHttpURI().getPathQuery();
        String page = encode(asked).length() > Next.MAX_ENCODED / 2 ? "/" : asked;
        String why = reason.isEmpty() ? "" : "&reason=" + reason;
        if (!gate.groups().isApplicationHost(info.host())) {
            return page.equals(Next.DEFAULT) && why.isEmpty() ? "/login" : "/login?next=" + encode(page) + why;
        }
        if (isSharedWithSignIn(info.host())) {
            return publicUrl.orElseThrow() + "/login?next=" + encode(OwnOrigin.of(request) + page) + why;
        }
        return START + "?next=" + encode(page) + why;
    }

    /** The sign-in for somebody on this host, whatever the page. */
    public String location(RequestInfo info) {
        if (!gate.groups().isApplicationHost(info.host())) {
            return "/login";
        }
        return isSharedWithSignIn(info.host()) ? publicUrl.orElseThrow() + "/login" : START + "?next=%2F";
    }

    /** Whether a sign-in on the server's own host counts on this host as well. */
    public boolean isSharedWithSignIn(String host) {
        return scope.isShared(host)
                && publicUrl
                        .map(URI::getHost)
                        .map(HostName::of)
                        .filter(scope::isShared)
                        .isPresent();
    }

    /** A text as a value in a query. */
    public static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
