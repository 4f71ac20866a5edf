package dev.postern.http.ops;

import dev.postern.metrics.Metrics;
import io.javalin.http.Context;

/** The metrics, for Prometheus. */
public final class MetricsRoute {
    private final Metrics metrics;

    public MetricsRoute(Metrics metrics) {
        this.metrics = metrics;
    }

    public void show(Context ctx) {
        ctx.header("Cache-Control", "no-store")
                .contentType(Metrics.CONTENT_TYPE)
                .result(metrics.text());
    }
}
