package dev.postern.http.gate;

import dev.postern.gate.Credential;
import dev.postern.gate.Gate;
import dev.postern.gate.Route;
import dev.postern.gate.Target;
import dev.postern.gate.Verdict;
import dev.postern.http.body.ContentType;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.Navigation;
import dev.postern.http.server.OwnOrigin;
import dev.postern.http.server.RequestInfo;
import dev.postern.http.server.Requests;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/** The before-handler of every route: asks the gate, and refuses the request if the gate does. */
public final class GateHandler implements Handler {
    private final Gate gate;
    private final Refusals refusals;
    private final OwnOrigin ownOrigin;
    private final DecisionMetrics metrics;

    public GateHandler(Gate gate, Refusals refusals, OwnOrigin ownOrigin, DecisionMetrics metrics) {
        this.gate = gate;
        this.refusals = refusals;
        this.ownOrigin = ownOrigin;
        this.metrics = metrics;
    }

    @Override
    public void handle(Context ctx) {
        RequestInfo info = RequestInfo.of(ctx);
        long begun = System.nanoTime();
        Verdict verdict = gate.decide(info.target(), info.credential());
        metrics.note(verdict, begun);
        if (verdict instanceof Verdict.Refused refused) {
            throw new RequestRefused(refusals.of(refused));
        }
        if (couldBeForged(ctx, info) && !ownOrigin.sent(Requests.of(ctx))) {
            throw new RequestRefused(Refusals.crossSite());
        }
        ((Verdict.Allowed) verdict).caller().ifPresent(caller -> Callers.set(ctx, caller));
    }

    /**
     * Whether a page of another site could make a browser send this request, and change something by it: one with the
     * cookie, or a form without a token. JSON is not sent to other sites unasked.
     */
    private static boolean couldBeForged(Context ctx, RequestInfo info) {
        boolean changes = !Navigation.isRead(Requests.of(ctx)) && !info.oauth();
        boolean bearer = info.credential() instanceof Credential.Bearer;
        return changes && ((info.hasCookie() && usesCookie(info)) || (!bearer && ContentType.isForm(ctx)));
    }

    /** Whether the route acts for whoever the cookie belongs to. */
    private static boolean usesCookie(RequestInfo info) {
        return info.target() instanceof Target.BuiltIn builtIn
                && (!builtIn.route().group().open() || builtIn.route() == Route.LOGOUT);
    }
}
