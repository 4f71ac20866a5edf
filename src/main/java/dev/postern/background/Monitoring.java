package dev.postern.background;

import dev.postern.assembly.SessionServices;
import dev.postern.assembly.Signing;
import dev.postern.assembly.UserServices;
import dev.postern.http.WebServer;
import dev.postern.http.server.ConnectionUse;
import dev.postern.http.server.TlsCertificate;
import dev.postern.metrics.Metrics;
import dev.postern.ops.Health;
import dev.postern.ops.HealthPart;
import dev.postern.settings.Settings;
import dev.postern.store.Database;
import dev.postern.store.engine.PoolUse;
import dev.postern.store.engine.StoreLocation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Shows the state of a running server, in its health and in its metrics. */
public final class Monitoring {
    private static final double MILLIS = 1e3;

    /** Let's Encrypt renews a month ahead; two weeks before the end, something has failed. */
    private static final Duration CERTIFICATE_WARNING = Duration.ofDays(14);

    private static final Duration LAG_WARNING = Duration.ofSeconds(5);

    private final Settings settings;
    private final Database database;
    private final SessionServices sessions;
    private final UserServices users;
    private final Signing signing;
    private final StoreFollower follower;
    private final WebServer server;
    private final SettingsReloader reloading;
    private final InstantSource clock;
    private final Optional<DiskSpace> disk;

    public Monitoring(
            Settings settings,
            Database database,
            SessionServices sessions,
            UserServices users,
            Signing signing,
            StoreFollower follower,
            WebServer server,
            SettingsReloader reloading,
            InstantSource clock) {
        this.settings = settings;
        this.database = database;
        this.sessions = sessions;
        this.users = users;
        this.signing = signing;
        this.follower = follower;
        this.server = server;
        this.reloading = reloading;
        this.clock = clock;
        disk = StoreLocation.of(settings.store().url()).file().map(DiskSpace::new);
    }

    /** Adds what administrators see at {@code /health/ready}. */
    public void addTo(Health health) {
        health.add("store", this::store);
        health.add("keys", this::keys);
        health.add("connections", this::connections);
        if (settings.server().tls().isPresent()) {
            health.add("certificate", this::certificate);
        }
        disk.ifPresent(space -> health.add("disk", space::health));
    }

    /** Adds the values that are read at each scrape. */
    public void addTo(Metrics metrics, Health health) {
        metrics.gauge(
                "postern_ready",
                "1 if the server can answer every request, 0 if not.",
                () -> health.failing().isEmpty() ? 1 : 0);
        metrics.gauges(
                "postern_warning", "1 for each part of the server that needs an administrator soon.", "part", () -> {
                    Map<String, Double> values = new TreeMap<>();
                    health.parts()
                            .forEach((part, state) ->
                                    values.put(part, state.warning().isPresent() ? 1.0 : 0));
                    return values;
                });
        sessions(metrics);
        store(metrics);
        connections(metrics);
        secrets(metrics);
    }

    private void sessions(Metrics metrics) {
        metrics.gauge(
                "postern_sessions_known",
                "Sessions of browsers that are in memory.",
                () -> sessions.browsers().knownCount());
        metrics.gauge(
                "postern_sessions_ended",
                "Ended sessions and revoked tokens that are in memory, because their access tokens may not have expired.",
                () -> sessions.revocations().endedCount());
        metrics.gauge(
                "postern_revocation_lag_seconds",
                "How long ago the revocations were last read from the store.",
                () -> seconds(follower.lag()));
        metrics.gauge("postern_password_queue", "Password checks that wait for a worker.", () -> users.queuedLogins());
        metrics.gauge(
                "postern_audit_queue",
                "Audit events that wait for the store.",
                () -> users.audit().waiting());
    }

    private void store(Metrics metrics) {
        metrics.gauges(
                "postern_store_connections_active",
                "Connections to the store in use, by use.",
                "use",
                () -> byUse(PoolUse::active));
        metrics.gauges(
                "postern_store_connections_max",
                "The most connections to the store, by use.",
                "use",
                () -> byUse(PoolUse::most));
        metrics.gauges(
                "postern_store_waiting",
                "Threads that wait for a connection to the store, by use.",
                "use",
                () -> byUse(PoolUse::waiting));
        disk.ifPresent(
                space -> metrics.gauge("postern_disk_free_bytes", "Free space on the disk of the store.", space::free));
    }

    private Map<String, Double> byUse(ToDoubleFunction<PoolUse> value) {
        Map<String, Double> values = new TreeMap<>();
        database.poolUse().forEach((use, pool) -> values.put(use, value.applyAsDouble(pool)));
        return values;
    }

    private void connections(Metrics metrics) {
        metrics.gauge(
                "postern_connections",
                "Open connections of clients.",
                () -> server.connectionUse().open());
        metrics.gauge(
                "postern_connections_active",
                "Connections of clients with a running request.",
                () -> server.connectionUse().underWay());
        metrics.gauge(
                "postern_connections_max",
                "The most connections of clients.",
                () -> server.connectionUse().most());
        metrics.counter(
                "postern_connections_turned_away",
                "Connections that were closed because there were too many.",
                () -> server.connectionUse().turnedAway());
        metrics.gauge(
                "postern_live_connections",
                "Requests, streams and WebSockets that go on to applications.",
                server::liveConnections);
    }

    private void secrets(Metrics metrics) {
        if (settings.server().tls().isPresent()) {
            metrics.gauge(
                    "postern_certificate_expiry_timestamp_seconds",
                    "When the certificate expires, in seconds since 1970.",
                    () -> reloading
                            .certificate()
                            .map(used -> used.notAfter().toEpochMilli() / MILLIS)
                            .orElse(Double.NaN));
        }
        if (signing.isByKeyPairs()) {
            metrics.gauge(
                    "postern_signing_key_age_seconds",
                    "How long the present key pair has signed tokens.",
                    () -> keyAge().map(Monitoring::seconds).orElse(Double.NaN));
        }
    }

    private HealthPart store() {
        Map<String, Object> details = new LinkedHashMap<>();
        StoreLocation location = StoreLocation.of(settings.store().url());
        details.put("kind", location.file().isPresent() ? "SQLite" : "PostgreSQL");
        details.put("revocation_lag_ms", follower.lag().toMillis());
        details.put("audit_queue", users.audit().waiting());
        boolean late = follower.lag().compareTo(LAG_WARNING) > 0;
        Optional<String> warning = late
                ? Optional.of("the store has not answered for " + follower.lag().toSeconds()
                        + " seconds; sessions that other instances end go on here")
                : Optional.empty();
        return new HealthPart(warning, details);
    }

    private HealthPart keys() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("algorithm", settings.token().algorithm());
        signing.ring().signingSince().ifPresent(since -> details.put("signing_since", since.toString()));
        return HealthPart.of(details);
    }

    private Optional<Duration> keyAge() {
        return signing.ring().signingSince().map(since -> Duration.between(since, clock.instant()));
    }

    private HealthPart connections() {
        ConnectionUse use = server.connectionUse();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("open", use.open());
        details.put("active", use.underWay());
        details.put("most", use.most());
        details.put("turned_away", use.turnedAway());
        details.put("live", server.liveConnections());
        boolean many = use.open() > use.most() - use.most() / 4;
        return new HealthPart(
                many
                        ? Optional.of(use.open() + " of at most " + use.most()
                                + " connections are open; idle ones are closed early. server.max-connections"
                                + " and the limit of open files decide how many there may be")
                        : Optional.empty(),
                details);
    }

    private HealthPart certificate() {
        Optional<TlsCertificate> used = reloading.certificate();
        Instant end = used.map(TlsCertificate::notAfter).orElse(Instant.EPOCH);
        Duration left = Duration.between(clock.instant(), end);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("expires_at", end.toString());
        details.put("days", left.toDays());
        Optional<String> warning = Optional.empty();
        if (left.isNegative()) {
            warning = Optional.of("the certificate has expired on " + end + "; renew it, and replace the files of"
                    + " server.tls: they are read again at once");
        } else if (left.compareTo(CERTIFICATE_WARNING) < 0) {
            warning = Optional.of("the certificate expires on " + end + ", in " + left.toDays() + " days; renew it");
        }
        return new HealthPart(warning, details);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / MILLIS;
    }
}
