package dev.postern.http;

import dev.postern.ops.Health;
import io.javalin.http.Context;
import java.util.Map;

/** For whoever watches the process, or sends it requests. */
final class HealthRoutes {
    private final Health health;

    HealthRoutes(Health health) {
        this.health = health;
    }

    void live(Context ctx) {
        Responses.json(ctx, Map.of("status", "live"));
    }

    void ready(Context ctx) {
        health.failing().ifPresent(part -> {
            throw new RequestRefused(Refusals.unavailable(part));
        });
        Responses.json(ctx, Map.of("status", "ready"));
    }
}
