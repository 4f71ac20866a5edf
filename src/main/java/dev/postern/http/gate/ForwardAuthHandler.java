package dev.postern.http.gate;

import dev.postern.gate.Gate;
import dev.postern.gate.PathGroup;
import dev.postern.gate.Target;
import dev.postern.gate.Verdict;
import dev.postern.http.refusal.ExceptionMapping;
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
    private final Refusals refusals;
    private final RefusalSender refusing;
    private final ExceptionMapping exceptions;
    private final CredentialReader credentials;
    private final ClientAddress addresses;
    private final boolean publicHttps;
    private final IdentityHeaders identity;

    /** @param publicHttps whether people reach the server by HTTPS */
    public ForwardAuthHandler(
            Gate gate,
            Refusals refusals,
            RefusalSender refusing,
            ExceptionMapping exceptions,
            CredentialReader credentials,
            ClientAddress addresses,
            boolean publicHttps,
            IdentityHeaders identity) {
        this.gate = gate;
        this.refusals = refusals;
        this.refusing = refusing;
        this.exceptions = exceptions;
        this.credentials = credentials;
        this.addresses = addresses;
        this.publicHttps = publicHttps;
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
        try {
            Verdict verdict = target instanceof Target.BuiltIn builtIn
                    ? allowed(builtIn.route().group())
                    : gate.decide(target, info.credential());
            if (verdict instanceof Verdict.Allowed allowed) {
                WaivedRefusals.report(asked, info, allowed);
                allow(response, allowed, callback);
            } else {
                refuse(asked, request, response, refusals.ofForwarded((Verdict.Refused) verdict), callback);
            }
        } catch (RuntimeException thrown) {
            refuse(asked, request, response, exceptions.refusalOf(thrown, info.id()), callback);
        }
    }

    /** The route itself asks for the credential, once the proxy has passed the request on. */
    private static Verdict allowed(PathGroup group) {
        return new Verdict.Allowed(group, Optional.empty(), Optional.empty());
    }

    private void allow(Response response, Verdict.Allowed allowed, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        identity.of(allowed.group(), allowed.caller()).forEach(headers::put);
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
