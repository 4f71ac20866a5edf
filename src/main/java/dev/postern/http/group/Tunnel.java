package dev.postern.http.group;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Components;

/**
 * A WebSocket between a client and an application (RFC 6455): both connections have left HTTP, and bytes go through as they
 * are. It closes both if one is closed.
 */
final class Tunnel {
    private final TunnelConnection toClient;
    private final TunnelConnection toApplication;
    private final Runnable closed;
    private final AtomicBoolean over = new AtomicBoolean();

    /** @param closed run once, when it was closed */
    Tunnel(EndPoint client, EndPoint application, Components components, Runnable closed) {
        Executor executor = components.getExecutor();
        ByteBufferPool buffers = components.getByteBufferPool();
        this.closed = closed;
        toClient = new TunnelConnection(client, executor, buffers, this::start, this::close);
        toApplication = new TunnelConnection(application, executor, buffers, () -> {}, this::close);
    }

    /** The connection that the client's becomes when the response 101 was sent. */
    TunnelConnection toClient() {
        return toClient;
    }

    /** Has the application's connection leave HTTP. What it sends goes on when the client's has left it too. */
    void upgradeApplication() {
        toApplication.getEndPoint().upgrade(toApplication);
    }

    private void start() {
        toApplication.start(toClient.getEndPoint());
        toClient.start(toApplication.getEndPoint());
    }

    void close() {
        if (over.compareAndSet(false, true)) {
            toClient.getEndPoint().close();
            toApplication.getEndPoint().close();
            closed.run();
        }
    }
}
