package dev.postern.http;

import dev.postern.gate.Gate;
import dev.postern.http.feed.RevocationFeedHandler;
import dev.postern.http.gate.DecisionMetrics;
import dev.postern.http.gate.ForwardAuthHandler;
import dev.postern.http.gate.GateDecision;
import dev.postern.http.gate.GateHandler;
import dev.postern.http.gate.IdentityHeaders;
import dev.postern.http.gate.InvalidPathHandler;
import dev.postern.http.gate.MissingTokenHandler;
import dev.postern.http.group.GroupFiles;
import dev.postern.http.group.GroupHandler;
import dev.postern.http.group.LiveConnections;
import dev.postern.http.group.Upstreams;
import dev.postern.http.refusal.ExceptionMapping;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.server.AddressRange;
import dev.postern.http.server.CannotListen;
import dev.postern.http.server.ClientAddress;
import dev.postern.http.server.ConnectionLimit;
import dev.postern.http.server.ConnectionUse;
import dev.postern.http.server.Connectors;
import dev.postern.http.server.CookieScope;
import dev.postern.http.server.Cors;
import dev.postern.http.server.CredentialReader;
import dev.postern.http.server.Doorstep;
import dev.postern.http.server.DrainHandler;
import dev.postern.http.server.HttpsRedirect;
import dev.postern.http.server.JettyErrors;
import dev.postern.http.server.MisleadingHeaders;
import dev.postern.http.server.OwnOrigin;
import dev.postern.http.server.PoolHandler;
import dev.postern.http.server.RefusalSender;
import dev.postern.http.server.RequestBodyHandler;
import dev.postern.http.server.RequestInfo;
import dev.postern.http.server.RequestTimer;
import dev.postern.http.server.TlsCertificate;
import dev.postern.metrics.RequestMetrics;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Javalin app, and the handlers that a request passes before it. */
public final class WebServer implements AutoCloseable {
    private static final Duration SWEEP = Duration.ofSeconds(1);

    /** With the half second in which ends of other instances are read, less than a second. */
    private static final Duration SWEEP_LIVE = Duration.ofMillis(200);

    /** Threads for requests, in addition to those that wait for password checks. */
    private static final int THREADS = 200;

    /**
     * Where the server listens, and its limits.
     *
     * @param port 0 for any free one
     * @param publicHttps whether people reach the server by HTTPS, here or at a proxy
     * @param publicPort the port of HTTPS by which people reach the server, -1 for the default; empty for the port it listens on
     * @param redirectPort where HTTP is redirected to HTTPS; empty for no such port
     * @param maxBody in bytes
     * @param maxConnections the most open connections
     * @param idleTimeout when a connection without a request is closed
     * @param waitingLogins how many threads may wait for a password to be checked
     * @param stopDelay how long a stop still takes requests
     * @param drain how long it then waits for requests under way
     * @param corsOrigins whose pages may call with a bearer token
     * @param trustedProxies whose {@code X-Forwarded-*} headers are trusted
     */
    public record Options(
            String host,
            int port,
            boolean publicHttps,
            Optional<TlsCertificate> certificate,
            Optional<Integer> publicPort,
            Optional<Integer> redirectPort,
            int maxBody,
            int maxConnections,
            Duration idleTimeout,
            int waitingLogins,
            Duration stopDelay,
            Duration drain,
            Set<String> corsOrigins,
            List<AddressRange> trustedProxies) {}

    private static final Logger LOG = LoggerFactory.getLogger("postern.http");

    private final Javalin app;
    private final Options options;
    private final Optional<SslContextFactory.Server> tls;
    private final DrainHandler running = new DrainHandler();
    private volatile boolean inUse;
    private final RevocationFeedHandler revocations;
    private final ConnectionLimit connections;
    private final LiveConnections live;

    WebServer(
            Options options,
            Gate gate,
            GateDecision decision,
            Upstreams upstreams,
            Refusals refusals,
            RefusalSender refusing,
            OwnOrigin ownOrigin,
            CookieScope cookies,
            IdentityHeaders identity,
            Routes routes,
            RevocationFeedHandler revocations,
            ExceptionMapping exceptions,
            RequestMetrics metrics) {
        this.revocations = revocations;
        this.live = upstreams.live();
        this.options = options;
        tls = options.certificate().map(Connectors::context);
        ClientAddress addresses = new ClientAddress(options.trustedProxies());
        connections = new ConnectionLimit(
                options.maxConnections(), options.idleTimeout(), addresses::isTrusted, System::nanoTime);
        app = Javalin.create(config -> {
            quieten(config, options.maxBody());
            // Jetty would ask the JVM's management for it, which takes a tenth of a start.
            System.getProperties().putIfAbsent("org.eclipse.jetty.util.referencesPerCacheLine", "16");
            config.jetty.threadPool = new QueuedThreadPool(THREADS + options.waitingLogins(), 8);
            CredentialReader credentials = new CredentialReader(cookies);
            ForwardAuthHandler forwardAuth = new ForwardAuthHandler(
                    gate, decision, refusals, refusing, credentials, addresses, options.publicHttps(), identity);
            config.jetty.modifyServer(server -> {
                server.setErrorHandler(new JettyErrors());
                server.setStopTimeout(0); // DrainHandler has waited.
                // The innermost first.
                Stream.of(
                                // From here on, the thread that reads from the network is left.
                                new PoolHandler(),
                                new MisleadingHeaders(),
                                new MissingTokenHandler(decision),
                                new RequestBodyHandler(options.maxBody()),
                                new GroupHandler(
                                        decision,
                                        new GroupFiles(gate, refusing, System::nanoTime),
                                        upstreams,
                                        refusing),
                                revocations,
                                new InvalidPathHandler(decision),
                                new Cors(options.corsOrigins()),
                                // Ahead of CORS, whose answer to a preflight a proxy would take for a permission.
                                forwardAuth,
                                new Doorstep(
                                        gate,
                                        addresses,
                                        connections,
                                        options.publicHttps(),
                                        credentials,
                                        new RequestTimer(metrics)),
                                new HttpsRedirect(() -> options.publicPort().orElseGet(this::port)),
                                running)
                        .forEach(server::insertHandler);
            });
            config.jetty.addConnector((server, defaults) -> {
                ServerConnector connector = tls.map(context -> Connectors.tls(server, defaults, context))
                        .orElseGet(() -> Connectors.plain(server, defaults));
                return listening(connector, options.port());
            });
            options.redirectPort()
                    .ifPresent(port -> config.jetty.addConnector(
                            (server, defaults) -> listening(Connectors.redirect(server, defaults), port)));
            config.routes.before(new GateHandler(gate, refusals, ownOrigin, new DecisionMetrics(metrics)));
            routes.addTo(config.routes);
            config.routes.exception(
                    Exception.class,
                    (thrown, ctx) -> refusing.send(
                            ctx,
                            exceptions.refusalOf(thrown, RequestInfo.of(ctx).id())));
        });
    }

    private ServerConnector listening(ServerConnector connector, int port) {
        connector.setHost(options.host());
        connector.setPort(port);
        connector.setIdleTimeout(options.idleTimeout().toMillis());
        connector.addEventListener(connections);
        return connector;
    }

    private static void quieten(JavalinConfig config, int maxBody) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.router.ignoreTrailingSlashes = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.maxRequestSize = maxBody;
    }

    /**
     * Starts to listen.
     *
     * @throws CannotListen if the address or the port cannot be used
     */
    public void start() {
        try {
            app.start();
        } catch (RuntimeException failed) {
            throw CannotListen.on(options.host(), options.port(), options.redirectPort(), failed);
        }
        Server server = app.jettyServer().server();
        if (server.getInvocationType() != Invocable.InvocationType.NON_BLOCKING) {
            throw new IllegalStateException("a handler before PoolHandler may wait");
        }
        repeat(server.getScheduler(), SWEEP, connections::sweep);
        repeat(server.getScheduler(), SWEEP_LIVE, () -> live.sweep(server.getThreadPool()));
    }

    /** Repeats a task, which must not wait, until the scheduler of the server stops. */
    private static void repeat(Scheduler scheduler, Duration every, Runnable task) {
        Runnable again = () -> {
            try {
                task.run();
            } finally {
                repeat(scheduler, every, task);
            }
        };
        Scheduler.Task unused = scheduler.schedule(again, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    public int port() {
        return connectors().get(0).getLocalPort();
    }

    /** Where HTTP is redirected to HTTPS; empty for nowhere. */
    public OptionalInt redirectPort() {
        return connectors().stream()
                .skip(1)
                .mapToInt(ServerConnector::getLocalPort)
                .findFirst();
    }

    private List<ServerConnector> connectors() {
        return Stream.of(app.jettyServer().server().getConnectors())
                .map(ServerConnector.class::cast)
                .toList();
    }

    /** How the connections of clients are used at present. */
    public ConnectionUse connectionUse() {
        return connections.use();
    }

    /** How many requests, streams and WebSockets go on to applications at present. */
    public int liveConnections() {
        return live.count();
    }

    /** Serves new connections with another certificate; does nothing without TLS. */
    public void replaceCertificate(TlsCertificate certificate) {
        tls.ifPresent(context -> Connectors.replace(certificate, context));
    }

    /** Called when the start of the whole server is complete: from now on, a stop takes its time. */
    public void serve() {
        inUse = true;
    }

    /**
     * Stops: takes requests for the configured delay, then accepts no more connections, and waits for the running
     * requests up to the configured time.
     */
    @Override
    public void close() {
        running.begin();
        if (inUse) {
            sleep(options.stopDelay());
            connectors().forEach(Connectors::acceptNoMore);
        }
        revocations.close();
        live.endEndless();
        if (inUse && !running.await(options.drain())) {
            LOG.warn("not every request ended within server.drain");
        }
        try {
            app.stop();
        } catch (JavalinException failed) {
            // Whatever is closed after the server, such as the audit, must be closed nevertheless.
            LOG.warn("the server did not stop properly", failed);
        }
    }

    private static void sleep(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
