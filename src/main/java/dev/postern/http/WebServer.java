package dev.postern.http;

import dev.postern.gate.Gate;
import dev.postern.http.feed.RevocationFeedHandler;
import dev.postern.http.gate.ForwardAuthHandler;
import dev.postern.http.gate.GateDecision;
import dev.postern.http.gate.GateHandler;
import dev.postern.http.gate.IdentityHeaders;
import dev.postern.http.gate.InvalidPathHandler;
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
import dev.postern.http.server.Connectors;
import dev.postern.http.server.CookieScope;
import dev.postern.http.server.Cors;
import dev.postern.http.server.CredentialReader;
import dev.postern.http.server.Doorstep;
import dev.postern.http.server.JettyErrors;
import dev.postern.http.server.MisleadingHeaders;
import dev.postern.http.server.OwnOrigin;
import dev.postern.http.server.PoolHandler;
import dev.postern.http.server.RefusalSender;
import dev.postern.http.server.RequestBodyHandler;
import dev.postern.http.server.RequestInfo;
import dev.postern.http.server.TlsCertificate;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Javalin app, and the handlers that a request passes before it. */
public final class WebServer implements AutoCloseable {
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
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
     * @param maxBody in bytes
     * @param waitingLogins how many threads may wait for a password to be checked
     * @param drain how long a stop waits for requests under way
     * @param corsOrigins whose pages may call with a bearer token
     * @param trustedProxies whose {@code X-Forwarded-*} headers are trusted
     */
    public record Options(
            String host,
            int port,
            boolean publicHttps,
            Optional<TlsCertificate> certificate,
            int maxBody,
            int waitingLogins,
            Duration drain,
            Set<String> corsOrigins,
            List<AddressRange> trustedProxies) {}

    private static final Logger LOG = LoggerFactory.getLogger("postern.http");

    private final Javalin app;
    private final String host;
    private final int port;
    private final Optional<SslContextFactory.Server> tls;
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
            ExceptionMapping exceptions) {
        this.revocations = revocations;
        this.live = upstreams.live();
        this.host = options.host();
        this.port = options.port();
        tls = options.certificate().map(Connectors::context);
        ClientAddress addresses = new ClientAddress(options.trustedProxies());
        connections = new ConnectionLimit(ConnectionLimit.mostHere(), addresses::isTrusted, System::nanoTime);
        app = Javalin.create(config -> {
            quieten(config, options.maxBody());
            config.jetty.threadPool = new QueuedThreadPool(THREADS + options.waitingLogins(), 8);
            CredentialReader credentials = new CredentialReader(cookies);
            ForwardAuthHandler forwardAuth = new ForwardAuthHandler(
                    gate, decision, refusals, refusing, credentials, addresses, options.publicHttps(), identity);
            config.jetty.modifyServer(server -> {
                server.setErrorHandler(new JettyErrors());
                server.setStopTimeout(options.drain().toMillis());
                // The innermost first.
                Stream.of(
                                // From here on, the thread that reads from the network is left.
                                new PoolHandler(),
                                new MisleadingHeaders(),
                                new RequestBodyHandler(options.maxBody()),
                                new GroupHandler(decision, new GroupFiles(gate, refusing), upstreams, refusing),
                                revocations,
                                new InvalidPathHandler(decision),
                                new Cors(options.corsOrigins()),
                                // Ahead of CORS, whose answer to a preflight a proxy would take for a permission.
                                forwardAuth,
                                new Doorstep(gate, addresses, connections, options.publicHttps(), credentials),
                                new GracefulHandler())
                        .forEach(server::insertHandler);
            });
            config.jetty.addConnector((server, defaults) -> {
                ServerConnector connector = tls.map(context -> Connectors.tls(server, defaults, context))
                        .orElseGet(() -> Connectors.plain(server, defaults));
                connector.setHost(options.host());
                connector.setPort(options.port());
                connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
                connector.addEventListener(connections);
                return connector;
            });
            config.routes.before(new GateHandler(gate, refusals, ownOrigin));
            routes.addTo(config.routes);
            config.routes.exception(
                    Exception.class,
                    (thrown, ctx) -> refusing.send(
                            ctx,
                            exceptions.refusalOf(thrown, RequestInfo.of(ctx).id())));
        });
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
            throw CannotListen.on(host, port, failed);
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
        return app.port();
    }

    /** Serves new connections with another certificate; does nothing without TLS. */
    public void replaceCertificate(TlsCertificate certificate) {
        tls.ifPresent(context -> Connectors.replace(certificate, context));
    }

    /** Accepts no more requests, and waits for the running requests up to the configured time. */
    @Override
    public void close() {
        revocations.close();
        try {
            app.stop();
        } catch (JavalinException late) {
            // Whatever is closed after the server, such as the audit, must be closed nevertheless.
            LOG.warn("not every request ended within server.drain");
        }
    }
}
