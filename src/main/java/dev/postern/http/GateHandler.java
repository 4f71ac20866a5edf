package dev.postern.http;

import dev.postern.gate.Gate;
import dev.postern.gate.Verdict;
import dev.postern.tokens.AccessToken;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Objects;

/** The before-handler of every route: asks the gate, and ends the request where the gate refuses it. */
final class GateHandler implements Handler {
    private static final String TOKEN = AccessToken.class.getName();

    private final Gate gate;
    private final Refusals refusals;

    GateHandler(Gate gate, Refusals refusals) {
        this.gate = gate;
        this.refusals = refusals;
    }

    @Override
    public void handle(Context ctx) {
        Exchange exchange = exchange(ctx);
        Verdict verdict = gate.decide(exchange.place(), exchange.credential());
        if (verdict instanceof Verdict.Refused refused) {
            throw new RequestRefused(refusals.of(refused));
        }
        ((Verdict.Allowed) verdict).token().ifPresent(token -> ctx.attribute(TOKEN, token));
    }

    static Exchange exchange(Context ctx) {
        return Objects.requireNonNull(ctx.attribute(Exchange.ATTRIBUTE), "every request comes by the doorstep");
    }

    /** Who sent a request to a route that only signed-in people reach. */
    static AccessToken tokenOf(Context ctx) {
        return Objects.requireNonNull(ctx.attribute(TOKEN), "only for routes of the account group");
    }
}
