package dev.postern.http.gate;

import dev.postern.gate.Caller;
import dev.postern.gate.Gate;
import dev.postern.gate.PathGroup;
import dev.postern.gate.Route;
import dev.postern.gate.Target;
import dev.postern.http.refusal.Refusal;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.server.ClientAddress;
import dev.postern.http.server.CredentialReader;
import dev.postern.http.server.RefusalSender;
import dev.postern.http.server.RequestInfo;
import dev.postern.http.server.Responses;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Forward authentication: a proxy asks whether the request that it has got may pass, and learns who sends it. Only trusted
 * proxies are answered, since the question says which request is meant. Everything but 200 is a refusal.
 */
public final class ForwardAuthHandler extends Handler.Wrapper {
    /** What nginx understands: it turns any other refusal into 500. */
    private static final Set<Integer> STATUSES = Set.of(401, 403);

    private final Gate gate;
    private final GateDecision decision;
    private final Refusals refusals;
    private final RefusalSender refusing;
    private final CredentialReader credentials;
    private final ClientAddress addresses;
    private final boolean publicHttps;
    private final SchemeWarning schemes;
    private final IdentityHeaders identity;

    /** @param publicHttps whether people reach the server by HTTPS */
    public ForwardAuthHandler(
            Gate gate,
            GateDecision decision,
            Refusals refusals,
            RefusalSender refusing,
            CredentialReader credentials,
            ClientAddress addresses,
            boolean publicHttps,
            IdentityHeaders identity) {
        this.gate = gate;
        this.decision = decision;
        this.refusals = refusals;
        this.refusing = refusing;
        this.credentials = credentials;
        this.addresses = addresses;
        this.publicHttps = publicHttps;
        this.schemes = new SchemeWarning(publicHttps);
        this.identity = identity;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!isAsked(request)) {
            return super.handle(request, response, callback);
        }
        if (!addresses.isFromProxy(request)) {
            Responses.refuse(request, response, Refusals.untrustedProxy(), callback);
            return true;
        }
        try {
            decide(OriginalRequest.of(request), request, response, callback);
        } catch (OriginalRequest.Ambiguous ambiguous) {
            Responses.refuse(
                    request, response, Refusals.ambiguousRequest(String.valueOf(ambiguous.getMessage())), callback);
        }
        return true;
    }

    /** An application may have this path for itself, for clients that reach it here without a proxy. */
    private boolean isAsked(Request request) {
        String path = request.getHttpURI().getPath();
        boolean named =
                path != null && (path.equals(OriginalRequest.PATH) || path.startsWith(OriginalRequest.PATH + "/"));
        return named
                && (addresses.isFromProxy(request)
                        || !gate.groups()
                                .isApplicationHost(RequestInfo.of(request).host()));
    }

    private void decide(OriginalRequest original, Request request, Response response, Callback callback) {
        schemes.check(original.https(), request.getComponents().getExecutor());
        boolean https = publicHttps || original.https();
        Target target = gate.locateBehindProxy(original.method(), original.authority(), original.rawPath());
        RequestInfo info = RequestInfo.of(request)
                .as(
                        https,
                        original.authority(),
                        target,
                        credentials.read(request.getHeaders(), original.authority(), https));
        info.setOn(request);
        Request asked = original.in(request, target instanceof Target.Unclear);
        if (target instanceof Target.BuiltIn builtIn && builtIn.route() != Route.PROXY_CHECK) {
            // The route itself asks for the credential, once the proxy has passed the request on.
            allow(response, builtIn.route().group(), Optional.empty(), callback);
            return;
        }
        Consumer<Refusal> refuse = refusal -> refuse(asked, request, response, refusal, callback);
        decision.decide(
                target,
                asked,
                request,
                response,
                callback,
                allowed -> allow(response, allowed.group(), allowed.caller(), callback),
                refusals::ofForwarded,
                refuse);
    }

    private void allow(Response response, PathGroup group, Optional<Caller> caller, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        identity.of(group, caller).forEach(headers::add);
        response.setStatus(200);
        callback.succeeded();
    }

    private void refuse(Request asked, Request asking, Response response, Refusal refusal, Callback callback) {
        RefusalSender.Answer answer = refusing.answer(asked, refusal);
        int status = isStatusOnly(asking) ? statusOnly(answer.status()) : answer.status();
        answer.withStatus(status).write(response, callback);
    }

    /** A page load's 401 carries the location to go to. */
    private static int statusOnly(int status) {
        if (status == 303) {
            return 401;
        }
        return STATUSES.contains(status) ? status : 403;
    }

    /** A proxy may carry the client's query along; this one word makes no refusal a permission. */
    private static boolean isStatusOnly(Request asking) {
        String query = asking.getHttpURI().getQuery();
        return query != null && List.of(query.split("&", -1)).contains("mode=status");
    }
}
