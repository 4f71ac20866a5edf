package dev.postern.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;

/** Calls of the store. Thread-safe. */
public final class StoreMetrics {

    private final Histogram seconds;
    private final Counter errors;

    StoreMetrics(PrometheusRegistry registry) {
        seconds = Histogram.builder()
                .name("postern_store_seconds")
                .help("How long calls of the store took, including the wait for a connection, by use.")
                .classicOnly()
                .classicUpperBounds(0.0001, 0.00025, 0.001, 0.0025, 0.01, 0.025, 0.1, 0.25, 1, 5)
                .labelNames("use")
                .register(registry);
        errors = Counter.builder()
                .name("postern_store_errors")
                .help("Calls of the store that failed, by use.")
                .labelNames("use")
                .register(registry);
    }

    /**
     * Records a call that is over.
     *
     * @param use what kind of connection it was on
     */
    public void called(String use, long nanos, boolean failed) {
        seconds.labelValues(use).observe(Unit.nanosToSeconds(nanos));
        if (failed) {
            errors.labelValues(use).inc();
        } else {
            errors.initLabelValues(use);
        }
    }
}
