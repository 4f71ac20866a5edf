package dev.postern.http.gate;

import dev.postern.gate.Caller;
import dev.postern.gate.Gate;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.RequestInfo;
import io.javalin.http.Context;
import java.util.Objects;
import java.util.Optional;

/** Who sent a request, as the gate found out. */
public final class Callers {
    private static final String CALLER = Caller.class.getName();

    private Callers() {}

    static void set(Context ctx, Caller caller) {
        ctx.attribute(CALLER, caller);
    }

    /** Who sent a request to a route that needs a credential. */
    public static Caller callerOf(Context ctx) {
        return Objects.requireNonNull(ctx.attribute(CALLER), "only for routes of a group that is not open");
    }

    /** The person who sent a request; refuses scripts and clients. */
    public static Caller.Person personOf(Context ctx) {
        if (callerOf(ctx) instanceof Caller.Person person) {
            return person;
        }
        throw new RequestRefused(
                callerOf(ctx) instanceof Caller.Client ? Refusals.notAPerson() : Refusals.sessionRequired());
    }

    /** The person whose session cookie a request has; empty without one, and if its session is over. */
    public static Optional<Caller.Person> byCookie(RequestInfo info, Gate gate) {
        return info.cookie()
                .flatMap(gate::callerOf)
                .filter(Caller.Person.class::isInstance)
                .map(Caller.Person.class::cast);
    }

    /** The session of a request; empty for scripts and clients. */
    public static String sessionOf(Context ctx) {
        return callerOf(ctx) instanceof Caller.Person person ? person.sessionId() : "";
    }
}
