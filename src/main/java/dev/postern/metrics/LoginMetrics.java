package dev.postern.metrics;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Locale;

/** Sign-ins, password checks and refreshes. Thread-safe. */
public final class LoginMetrics {
    private static final String DONE = "success";

    private final Counter logins;
    private final Counter refreshes;
    private final DistributionDataPoint wait;

    LoginMetrics(PrometheusRegistry registry) {
        logins = Counter.builder()
                .name("postern_logins")
                .help("Checks of a password, by result.")
                .labelNames("result")
                .register(registry);
        logins.initLabelValues(DONE);
        refreshes = Counter.builder()
                .name("postern_refreshes")
                .help("Refresh tokens that were presented, by outcome.")
                .labelNames("outcome")
                .register(registry);
        wait = Histogram.builder()
                .name("postern_password_wait_seconds")
                .help("How long password checks waited for a worker.")
                .classicOnly()
                .classicUpperBounds(0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
                .register(registry);
    }

    /** Counts a right password. */
    public void loggedIn() {
        logins.labelValues(DONE).inc();
    }

    /** Counts a password that was refused. */
    public void loginRefused(Enum<?> reason) {
        logins.labelValues(word(reason)).inc();
    }

    /** Counts a refresh token that was accepted or refused. */
    public void refreshed(Enum<?> outcome) {
        refreshes.labelValues(word(outcome)).inc();
    }

    /** Records how long a password check waited for its turn. */
    public void waited(long nanos) {
        wait.observe(Unit.nanosToSeconds(nanos));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
