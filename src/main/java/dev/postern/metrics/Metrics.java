package dev.postern.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * All metrics of one server. Label values come from the settings and from Postern itself, never from a request, so their
 * number is bounded. Thread-safe.
 */
public final class Metrics {
    /** The media type of {@link #text()}: Prometheus' text format. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.builder()
            .setIncludeCreatedTimestamps(false)
            .build();
    private final RequestMetrics requests = new RequestMetrics(registry);
    private final LoginMetrics logins = new LoginMetrics(registry);
    private final StoreMetrics store = new StoreMetrics(registry);

    /** To find out what the JVM offers takes a tenth of a start, so it is left to the first who reads the metrics. */
    private final AtomicBoolean jvmAdded = new AtomicBoolean();

    /** Metrics of a server of this version. */
    public Metrics(String version) {
        Info.builder()
                .name("postern_build_info")
                .help("The version of the server.")
                .labelNames("version")
                .register(registry)
                .addLabelValues(version);
    }

    public RequestMetrics requests() {
        return requests;
    }

    public LoginMetrics logins() {
        return logins;
    }

    public StoreMetrics store() {
        return store;
    }

    /**
     * Adds a value that is read whenever the metrics are.
     *
     * @param name with its base unit at the end, as Prometheus names metrics
     */
    public void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    /**
     * Adds a number that only grows, which is read whenever the metrics are.
     *
     * @param name without the suffix of counters, which is added
     */
    public void counter(String name, String help, DoubleSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    /**
     * Adds values with a label each, which are read whenever the metrics are.
     *
     * @param values by the label's value; none where there is nothing to report
     */
    public void gauges(String name, String help, String label, Supplier<Map<String, Double>> values) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(callback -> values.get().forEach((which, value) -> callback.call(value, which)))
                .register(registry);
    }

    /** All metrics of this moment, in Prometheus' text format 0.0.4. */
    public byte[] text() {
        if (jvmAdded.compareAndSet(false, true)) {
            JvmMetrics.builder().register(registry);
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream(1 << 14);
        try {
            writer.write(text, registry.scrape(), EscapingScheme.DEFAULT);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toByteArray();
    }
}
