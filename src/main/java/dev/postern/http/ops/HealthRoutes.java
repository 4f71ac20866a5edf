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
import java.util.Optional;

/** Health of the process, for monitoring and load balancers. Only administrators see more than the status. */
public final class HealthRoutes {
    private static final Target ADMINISTRATION = new Target.BuiltIn(Route.LIST_AUDIT);

    private final Health health;
    private final Gate gate;

    public HealthRoutes(Health health, Gate gate) {
        this.health = health;
        this.gate = gate;
    }

    public void live(Context ctx) {
        Responses.json(ctx, Map.of("status", "live"));
    }

    public void ready(Context ctx) {
        Optional<String> failing = health.failing();
        if (isAdministrator(ctx)) {
            failing.ifPresent(any -> ctx.status(503));
            Responses.json(ctx, details(failing));
            return;
        }
        failing.ifPresent(part -> {
            throw new RequestRefused(Refusals.unavailable(part));
        });
        Responses.json(ctx, Map.of("status", "ready"));
    }

    private Map<String, Object> details(Optional<String> failing) {
        Map<String, Object> parts = new LinkedHashMap<>();
        health.parts().forEach((name, part) -> {
            Map<String, Object> shown = new LinkedHashMap<>(part.details());
            part.warning().ifPresent(warning -> shown.put("warning", warning));
            parts.put(name, shown);
        });
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("status", failing.isPresent() ? "unavailable" : "ready");
        failing.ifPresent(names -> shown.put("failing", names));
        shown.put("parts", parts);
        return shown;
    }

    private boolean isAdministrator(Context ctx) {
        return gate.decide(ADMINISTRATION, RequestInfo.of(ctx).credential()) instanceof Verdict.Allowed;
    }
}
