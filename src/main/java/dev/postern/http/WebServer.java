package dev.postern.http;

import dev.postern.gate.Gate;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The one Javalin app, and the handlers that a request passes ahead of it. */
public final class WebServer implements AutoCloseable {
    /** Each may hold a body in memory before it has arrived in full. */
    private static final int MAX_CONNECTIONS = 2_000;

    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

    /**
     * Where it listens, and what it bears.
     *
     * @param port 0 for any free one
     * @param maxBody in bytes
     * @param drain how long a stop waits for requests under way
     * @param corsOrigins whose pages may call with a bearer token
     * @param trustedProxies whose word on where a request comes from is believed
     */
    public record Options(
            String host,
            int port,
            Optional<Certificate> certificate,
            int maxBody,
            Duration drain,
            Set<String> corsOrigins,
            List<AddressRange> trustedProxies) {}

    private final Javalin app;
    private final Optional<SslContextFactory.Server> tls;
    private final RevocationHandler revocations;

    WebServer(
            Options options,
            Gate gate,
            Refusals refusals,
            Routes routes,
            RevocationHandler revocations,
            Class<? extends RuntimeException> storeAway) {
        this.revocations = revocations;
        tls = options.certificate().map(Connectors::context);
        app = Javalin.create(config -> {
            quieten(config);
            config.jetty.modifyServer(server -> prepare(server, options, gate, refusals, revocations, storeAway));
            config.jetty.addConnector((server, defaults) -> {
                ServerConnector connector = tls.map(context -> Connectors.tls(server, defaults, context))
                        .orElseGet(() -> Connectors.plain(server, defaults));
                connector.setHost(options.host());
                connector.setPort(options.port());
                connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
                return connector;
            });
            config.routes.before(new GateHandler(gate, refusals));
            routes.addTo(config.routes);
            Faults.addTo(config, refusals, storeAway);
        });
    }

    private static void quieten(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.router.ignoreTrailingSlashes = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        // The body has been bounded ahead of Javalin.
        config.http.maxRequestSize = Long.MAX_VALUE;
    }

    private static void prepare(
            Server server,
            Options options,
            Gate gate,
            Refusals refusals,
            RevocationHandler revocations,
            Class<? extends RuntimeException> storeAway) {
        server.setErrorHandler(new JettyErrors());
        server.setStopTimeout(options.drain().toMillis());
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
        server.insertHandler(bodiesFirst(options.maxBody()));
        server.insertHandler(new GroupHandler(gate, refusals, new GroupFiles(), storeAway));
        server.insertHandler(revocations);
        server.insertHandler(new Cors(options.corsOrigins()));
        server.insertHandler(new Doorstep(gate, refusals, new ClientAddress(options.trustedProxies())));
        server.insertHandler(new GracefulHandler());
    }

    /** A body arrives in full before a thread takes the request up, so that slow senders hold no thread. */
    private static EagerContentHandler bodiesFirst(int maxBody) {
        return new EagerContentHandler(new EagerContentHandler.RetainedContentLoaderFactory(maxBody, 0, true));
    }

    public void start() {
        app.start();
    }

    public int port() {
        return app.port();
    }

    /** Serves new connections with another certificate; does nothing without TLS. */
    public void replaceCertificate(Certificate certificate) {
        tls.ifPresent(context -> Connectors.replace(certificate, context));
    }

    /** Takes no more requests, and waits for those under way as long as was set. */
    @Override
    public void close() {
        revocations.close();
        app.stop();
    }
}
