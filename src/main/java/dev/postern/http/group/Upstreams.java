package dev.postern.http.group;

import dev.postern.gate.Admission;
import dev.postern.gate.Admissions;
import dev.postern.gate.Target;
import dev.postern.gate.Upstream;
import dev.postern.http.gate.IdentityHeaders;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.server.OwnOrigin;
import dev.postern.http.server.PoolHandler;
import dev.postern.http.server.RefusalSender;
import dev.postern.http.server.RequestInfo;
import dev.postern.ops.ReportLimit;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Passes requests on to the applications behind groups. */
public final class Upstreams {
    /** Groups whose failures are logged. */
    private static final int MOST_REPORTED = 1_000;

    private final UpstreamClient client = new UpstreamClient();
    private final ForwardedHeaders headers;
    private final Admissions admissions;
    private final LiveConnections live;
    private final OwnOrigin ownOrigin;
    private final FailedExchange failed;

    public Upstreams(
            IdentityHeaders identity,
            Admissions admissions,
            OwnOrigin ownOrigin,
            Refusals refusals,
            RefusalSender refusing,
            InstantSource clock) {
        this.headers = new ForwardedHeaders(identity);
        this.admissions = admissions;
        this.live = new LiveConnections(admissions);
        this.ownOrigin = ownOrigin;
        this.failed = new FailedExchange(refusals, refusing, new ReportLimit(MOST_REPORTED, clock));
    }

    /** The requests that go on at present. */
    public LiveConnections live() {
        return live;
    }

    /** Passes a request on to the application behind the group that has admitted it. */
    void forward(Target.Grouped target, Upstream upstream, Exchange exchange) {
        Request request = exchange.request();
        boolean webSocket = WebSocketRequest.isOpenedBy(request);
        if (webSocket && isByCookie(exchange) && !ownOrigin.sent(request)) {
            failed.refuse(exchange, Refusals.crossSite());
        } else if (client.isStarted()) {
            start(target, upstream, exchange, webSocket);
        } else {
            PoolHandler.run(request, exchange.response(), exchange.callback(), () -> {
                client.start(request.getConnectionMetaData().getConnector().getServer());
                start(target, upstream, exchange, webSocket);
            });
        }
    }

    /** A page of another site could open a WebSocket too, and the browser would send the cookie. */
    private static boolean isByCookie(Exchange exchange) {
        return exchange.allowed().caller().isPresent()
                && RequestInfo.of(exchange.request()).hasCookie();
    }

    private void start(Target.Grouped target, Upstream upstream, Exchange exchange, boolean webSocket) {
        Admission admission = admissions.of(
                exchange.request().getMethod(),
                target,
                RequestInfo.of(exchange.request()).credential(),
                exchange.allowed().caller());
        new UpstreamExchange(
                        exchange,
                        upstream,
                        made -> request(upstream, exchange, webSocket ? Optional.of(made::upgrade) : Optional.empty()),
                        ending -> live.add(admission, ending),
                        failed)
                .start();
    }

    private UpstreamRequest request(
            Upstream upstream, Exchange exchange, Optional<Consumer<WebSocketRequest.Agreed>> upgrade) {
        Request request = exchange.request();
        String target = request.getHttpURI().getPathQuery();
        UpstreamRequest made = upgrade.isPresent()
                ? new WebSocketRequest(client.http(), upstream.server(), target, upgrade.get())
                : new UpstreamRequest(client.http(), upstream.server(), target);
        HttpFields.Mutable passed = headers.toApplication(request, exchange.allowed());
        if (upgrade.isPresent()) {
            passed.put(HttpHeader.CONNECTION, "Upgrade").put(HttpHeader.UPGRADE, WebSocketRequest.PROTOCOL);
        }
        made.method(request.getMethod());
        made.headers(fields -> fields.clear().add(passed));
        return made;
    }
}
