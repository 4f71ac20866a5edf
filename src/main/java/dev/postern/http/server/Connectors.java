package dev.postern.http.server;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The connectors: HTTP/1.1 without TLS, or HTTP/1.1 and HTTP/2 with TLS. */
public final class Connectors {
    private static final int MAX_HEADERS = 32 * 1024;
    private static final int RESPONSE_HEADERS = 8 * 1024;
    private static final int MAX_STREAMS = 32;
    private static final int SESSION_WINDOW = 256 << 10;
    private static final int STREAM_WINDOW = 64 << 10;

    private static final String REDIRECT = "redirect to HTTPS";

    private Connectors() {}

    public static ServerConnector plain(Server server, HttpConfiguration defaults) {
        return connector(server, new HttpConnectionFactory(hardened(defaults)));
    }

    /** One whose requests are only redirected. */
    public static ServerConnector redirect(Server server, HttpConfiguration defaults) {
        ServerConnector connector = plain(server, defaults);
        connector.setName(REDIRECT);
        return connector;
    }

    static boolean isRedirect(Connector connector) {
        return REDIRECT.equals(connector.getName());
    }

    public static ServerConnector tls(Server server, HttpConfiguration defaults, SslContextFactory.Server context) {
        HttpConfiguration secure = hardened(defaults);
        // Without the check of the host name: people also use addresses and single-label names.
        secure.addCustomizer(new SecureRequestCustomizer(false));
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(HttpVersion.HTTP_1_1.asString());
        return connector(
                server,
                new SslConnectionFactory(context, alpn.getProtocol()),
                alpn,
                http2(secure),
                new HttpConnectionFactory(secure));
    }

    /** With a selector for each processor: much of the work is done on their threads. */
    private static ServerConnector connector(Server server, ConnectionFactory... factories) {
        return new ServerConnector(server, 1, Runtime.getRuntime().availableProcessors(), factories);
    }

    /** Few streams and small windows limit the memory per connection, before any handler runs. */
    private static HTTP2ServerConnectionFactory http2(HttpConfiguration secure) {
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(secure);
        http2.setMaxConcurrentStreams(MAX_STREAMS);
        // Browsers then open WebSockets by HTTP/1.1 (RFC 8441 is not supported).
        http2.setConnectProtocolEnabled(false);
        http2.setInitialSessionRecvWindow(SESSION_WINDOW);
        http2.setInitialStreamRecvWindow(STREAM_WINDOW);
        return http2;
    }

    /** Accepts no more connections. Those that are open go on; the streams of HTTP/2 are announced to be the last. */
    public static void acceptNoMore(Connector connector) {
        if (connector instanceof ServerConnector server) {
            // A stop has its own limit; a shorter timeout would end requests that wait.
            server.setShutdownIdleTimeout(server.getIdleTimeout());
            for (Graceful protocol : server.getContainedBeans(Graceful.class)) {
                CompletableFuture<Void> unused = protocol.shutdown();
            }
            CompletableFuture<Void> unused = server.shutdown();
        }
    }

    public static SslContextFactory.Server context(TlsCertificate certificate) {
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setKeyStore(certificate.store());
        context.setKeyStorePassword("");
        return context;
    }

    /** Jetty declares every exception; none can be handled here. */
    public static void replace(TlsCertificate certificate, SslContextFactory.Server context) {
        try {
            context.reload(factory -> factory.setKeyStore(certificate.store()));
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static HttpConfiguration hardened(HttpConfiguration defaults) {
        HttpConfiguration config = new HttpConfiguration(defaults);
        // Every target reaches Doorstep, which is stricter and reports what is wrong. No code runs before it.
        config.setUriCompliance(UriCompliance.UNSAFE);
        // Applications behind a proxy have cookies of their own, and the proxy sends all of them to forward
        // authentication.
        config.setRequestHeaderSize(MAX_HEADERS);
        config.setResponseHeaderSize(RESPONSE_HEADERS);
        config.setMaxResponseHeaderSize(MAX_HEADERS + RESPONSE_HEADERS);
        config.setSendServerVersion(false);
        config.setSendXPoweredBy(false);
        return config;
    }
}
