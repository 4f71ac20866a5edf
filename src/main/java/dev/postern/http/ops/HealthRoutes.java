package dev.postern.http.ops;

import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.Responses;
import dev.postern.ops.Health;
import io.javalin.http.Context;
import java.util.Map;

/** Health of the process, for monitoring and load balancers. */
public final class HealthRoutes {
    private final Health health;

    public HealthRoutes(Health health) {
        this.health = health;
    }

    public void live(Context ctx) {
        Responses.json(ctx, Map.of("status", "live"));
    }

    public void ready(Context ctx) {
        health.failing().ifPresent(part -> {
            throw new RequestRefused(Refusals.unavailable(part));
        });
        Responses.json(ctx, Map.of("status", "ready"));
    }
}
