package dev.postern.http.group;

import java.time.Duration;
import java.util.Objects;
import org.eclipse.jetty.client.ContinueProtocolHandler;
import org.eclipse.jetty.client.EarlyHintsProtocolHandler;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProcessingProtocolHandler;
import org.eclipse.jetty.client.UpgradeProtocolHandler;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The connections to applications: HTTP/1.1, reused. A client that does nothing by itself: it follows no redirect, keeps no
 * cookie, decodes no content. It starts with the first request, since many servers need none.
 */
final class UpstreamClient {
    private static final int MAX_HEADERS = 48 << 10;
    private static final int MOST_CONNECTIONS = 512;
    private static final int MOST_QUEUED = 1_024;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Shorter than applications keep unused connections: Node.js closes them after 5 seconds. */
    private static final Duration UNUSED = Duration.ofSeconds(4);

    /** None until the first request for an application. */
    private volatile @Nullable HttpClient started;

    private static HttpClientTransportOverHTTP transport() {
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(Runtime.getRuntime().availableProcessors());
        connector.setSslContextFactory(new SslContextFactory.Client());
        HttpClientTransportOverHTTP transport = new HttpClientTransportOverHTTP(connector);
        // All that it calls only passes bytes on.
        transport.setInvocationType(Invocable.InvocationType.NON_BLOCKING);
        return transport;
    }

    /** Whether {@link #start} has been called, which waits a moment. */
    boolean isStarted() {
        return started != null;
    }

    /** Starts it; it stops with the server. */
    synchronized void start(Server server) {
        if (started != null) {
            return;
        }
        HttpClient client = new HttpClient(transport());
        QueuedThreadPool threads = new QueuedThreadPool(Runtime.getRuntime().availableProcessors() * 2 + 8, 2);
        threads.setName("upstream");
        threads.setDaemon(true);
        client.setExecutor(threads);
        client.setScheduler(server.getScheduler());
        client.setByteBufferPool(server.getByteBufferPool());
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setUserAgentField(null);
        client.setDefaultRequestContentType(null);
        client.setConnectTimeout(CONNECT_TIMEOUT.toMillis());
        client.setAddressResolutionTimeout(CONNECT_TIMEOUT.toMillis());
        client.setIdleTimeout(UNUSED.toMillis());
        client.setRequestBufferSize(8 << 10);
        client.setResponseBufferSize(16 << 10);
        client.setMaxRequestHeadersSize(MAX_HEADERS);
        client.setMaxResponseHeadersSize(32 << 10);
        client.setMaxConnectionsPerDestination(MOST_CONNECTIONS);
        client.setMaxRequestsQueuedPerDestination(MOST_QUEUED);
        LifeCycle.start(client);
        client.getContentDecoderFactories().clear();
        client.getProtocolHandlers().clear();
        client.getProtocolHandlers().put(new ContinueProtocolHandler());
        client.getProtocolHandlers().put(new ProcessingProtocolHandler());
        client.getProtocolHandlers().put(new EarlyHintsProtocolHandler());
        client.getProtocolHandlers().put(new UpgradeProtocolHandler());
        server.addBean(client, true);
        started = client;
    }

    /** Only after {@link #start}. */
    HttpClient http() {
        return Objects.requireNonNull(started);
    }
}
