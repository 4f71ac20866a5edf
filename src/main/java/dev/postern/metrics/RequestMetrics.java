package dev.postern.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Requests, and what the gate decided of them. Thread-safe, and cheap enough for every request. */
public final class RequestMetrics {
    private static final int CLASSES = 6;

    private final Counter decisions;
    private final DistributionDataPoint gateSeconds;
    private final Histogram requestSeconds;

    /** By group, then by verdict: finding the label values by the library costs more than the counting. */
    private final Map<String, Map<String, CounterDataPoint>> counters = new ConcurrentHashMap<>();

    private final Map<String, DistributionDataPoint[]> durations = new ConcurrentHashMap<>();

    RequestMetrics(PrometheusRegistry registry) {
        decisions = Counter.builder()
                .name("postern_gate_decisions")
                .help("Requests that the gate decided on, by group and verdict.")
                .labelNames("group", "verdict")
                .register(registry);
        gateSeconds = Histogram.builder()
                .name("postern_gate_seconds")
                .help("How long the gate's decisions took, including the wait for a thread and for the store.")
                .classicOnly()
                .classicUpperBounds(0.00001, 0.000025, 0.0001, 0.00025, 0.001, 0.005, 0.025, 0.1, 0.5, 2.5)
                .register(registry);
        requestSeconds = Histogram.builder()
                .name("postern_http_request_seconds")
                .help("How long requests took until the whole response was sent, by route and status class.")
                .classicOnly()
                .classicUpperBounds(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10)
                .labelNames("route", "status")
                .register(registry);
    }

    /**
     * Counts a decision of the gate.
     *
     * @param group empty for a path that no group covers
     */
    public void decided(String group, String verdict, long nanos) {
        counters.computeIfAbsent(group, any -> new ConcurrentHashMap<>())
                .computeIfAbsent(verdict, any -> decisions.labelValues(group, verdict))
                .inc();
        gateSeconds.observe(Unit.nanosToSeconds(nanos));
    }

    /**
     * Records a request that is over.
     *
     * @param route what answered it; a path with a parameter in it stands for all
     */
    public void answered(String route, int status, long nanos) {
        int ofStatus = Math.min(CLASSES - 1, Math.max(0, status / 100));
        DistributionDataPoint[] ofRoute = durations.computeIfAbsent(route, any -> new DistributionDataPoint[CLASSES]);
        DistributionDataPoint point = ofRoute[ofStatus];
        if (point == null) {
            // The same one, should two threads ask at once.
            point = requestSeconds.labelValues(route, ofStatus + "xx");
            ofRoute[ofStatus] = point;
        }
        point.observe(Unit.nanosToSeconds(nanos));
    }
}
