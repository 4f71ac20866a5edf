package dev.postern.http.gate;

import dev.postern.gate.Gate;
import dev.postern.gate.Verdict;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.RequestInfo;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/** The before-handler of every route: asks the gate, and refuses the request if the gate does. */
public final class GateHandler implements Handler {
    private final Gate gate;
    private final Refusals refusals;

    public GateHandler(Gate gate, Refusals refusals) {
        this.gate = gate;
        this.refusals = refusals;
    }

    @Override
    public void handle(Context ctx) {
        RequestInfo info = RequestInfo.of(ctx);
        Verdict verdict = gate.decide(info.target(), info.credential());
        if (verdict instanceof Verdict.Refused refused) {
            throw new RequestRefused(refusals.of(refused));
        }
        ((Verdict.Allowed) verdict).caller().ifPresent(caller -> Callers.set(ctx, caller));
    }
}
