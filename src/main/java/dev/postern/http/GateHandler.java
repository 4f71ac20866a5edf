package dev.postern.http;

import dev.postern.gate.Caller;
import dev.postern.gate.Gate;
import dev.postern.gate.Verdict;
import dev.postern.tokens.AccessToken;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Objects;

/** The before-handler of every route: asks the gate, and ends the request where the gate refuses it. */
final class GateHandler implements Handler {
    private static final String CALLER = Caller.class.getName();

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
        ((Verdict.Allowed) verdict).caller().ifPresent(caller -> ctx.attribute(CALLER, caller));
    }

    static Exchange exchange(Context ctx) {
        return Objects.requireNonNull(ctx.attribute(Exchange.ATTRIBUTE), "every request comes by the doorstep");
    }

    /** Who sent a request to a route that only the signed-in reach. */
    static Caller callerOf(Context ctx) {
        return Objects.requireNonNull(ctx.attribute(CALLER), "only for routes of a group that is not open");
    }

    /** The access token of a request that a person must have sent, rather than a script of theirs. */
    static AccessToken personOf(Context ctx) {
        if (callerOf(ctx) instanceof Caller.Person person) {
            return person.token();
        }
        throw new RequestRefused(
                callerOf(ctx) instanceof Caller.Client ? Refusals.notAPerson() : Refusals.sessionRequired());
    }

    /** The session that a request belongs to; empty for a script's. */
    static String sessionOf(Context ctx) {
        return callerOf(ctx) instanceof Caller.Person person ? person.token().sessionId() : "";
    }
}
