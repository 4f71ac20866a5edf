package dev.postern.http.server;

import dev.postern.gate.Credential;
import dev.postern.gate.HostName;
import dev.postern.gate.Target;
import io.javalin.http.Context;
import java.util.Objects;
import java.util.Optional;
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

    /** Whether its credential is the session cookie on routes of ours, which a browser adds to whatever any page sends. */
    public boolean hasCookie() {
        return cookie().isPresent();
    }

    /** The session cookie; empty if a token in a header goes before it. */
    public Optional<Credential.Cookie> cookie() {
        Credential own = credential instanceof Credential.Basic basic ? basic.otherwise() : credential;
        return own instanceof Credential.Cookie cookie ? Optional.of(cookie) : Optional.empty();
    }

    /** The same request as if it had been sent to another target, with other credentials. */
    public RequestInfo as(boolean https, String host, Target otherTarget, Credential otherCredential) {
        return new RequestInfo(id, address, https, host, otherTarget, otherCredential, oauth);
    }

    /** Has later code take this for the request. */
    public void setOn(Request request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
