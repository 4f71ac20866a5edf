package dev.postern.http.login;

import dev.postern.gate.HostName;
import dev.postern.http.pages.Message;
import dev.postern.http.server.CookieScope;
import dev.postern.http.server.RequestInfo;
import java.net.URI;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/**
 * Why a browser that has just signed in comes back without its cookie. Without this page, it would be redirected again and
 * again.
 */
public final class CookieLost {
    private final Optional<URI> publicUrl;
    private final CookieScope scope;

    public CookieLost(Optional<URI> publicUrl, CookieScope scope) {
        this.publicUrl = publicUrl;
        this.scope = scope;
    }

    Message message(Request request) {
        RequestInfo info = RequestInfo.of(request);
        Message why = why(request, info);
        return publicUrl
                .map(url -> why.with(new Message.Link("Sign in at " + url, url + "/login", false)))
                .orElse(why.with(new Message.Link("Try again", "/login", false)));
    }

    private Message why(Request request, RequestInfo info) {
        return Message.of(
                "Your browser did not stay signed in",
                "It did not send the cookie back by which it stays signed in.",
                cause(request, info));
    }

    private String cause(Request request, RequestInfo info) {
        String host = info.host();
        if (info.secure() && !arrivedByHttps(request)) {
            return "This page was opened with http://, and the cookie is kept with https:// alone. Open it with https://.";
        }
        if (publicUrl
                .map(URI::getHost)
                .map(HostName::of)
                .filter(own -> !own.equals(host))
                .isPresent()) {
            return "You are on " + host + ", and this server is meant to be opened under another address.";
        }
        if (scope.isShared(host)) {
            return "Your browser may not accept a cookie for all of "
                    + scope.domain().orElse("")
                    + ". Tell your administrator, who has chosen it with the setting cookie.domain.";
        }
        return "Allow cookies for this site, then sign in again.";
    }

    /** A hint alone, so that the header of any proxy will do. */
    private static boolean arrivedByHttps(Request request) {
        return request.isSecure()
                || "https".equalsIgnoreCase(request.getHeaders().get("X-Forwarded-Proto"));
    }
}
