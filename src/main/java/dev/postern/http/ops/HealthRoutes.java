package dev.postern.http.ops;

import dev.postern.gate.Gate;
import dev.postern.gate.Route;
import dev.postern.gate.Target;
import dev.postern.gate.Verdict;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.RequestInfo;
import dev.postern.http.server.Responses;
import dev.postern.ops.Health;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/** Health of the process, for monitoring and load balancers. Only administrators see more than the status. */
public final class HealthRoutes {
    private static final Target ADMINISTRATION = new Target.BuiltIn(Route.LIST_AUDIT);

    private final Health health;
    private final Gate gate;
    private final IntSupplier liveConnections;

    /** @param liveConnections how many requests go on to applications at present */
    public HealthRoutes(Health health, Gate gate, IntSupplier liveConnections) {
        this.health = health;
        this.gate = gate;
        this.liveConnections = liveConnections;
    }

    public void live(Context ctx) {
        Responses.json(ctx, Map.of("status", "live"));
    }

    public void ready(Context ctx) {
        health.failing().ifPresent(part -> {
            throw new RequestRefused(Refusals.unavailable(part));
        });
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("status", "ready");
        if (isAdministrator(ctx)) {
            shown.put("live_connections", liveConnections.getAsInt());
        }
        Responses.json(ctx, shown);
    }

    private boolean isAdministrator(Context ctx) {
        return gate.decide(ADMINISTRATION, RequestInfo.of(ctx).credential()) instanceof Verdict.Allowed;
    }
}
