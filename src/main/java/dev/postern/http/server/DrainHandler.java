package dev.postern.http.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Knows which requests run, so that a stop can wait for them. Requests that arrive during a stop, on connections that are
 * open already, are answered like all others: clients cannot know that it has begun. Each response of HTTP/1.1 then asks
 * to close its connection, so that the next request goes elsewhere. Thread-safe.
 */
public final class DrainHandler extends Handler.Wrapper {
    private static final long LOOK_MS = 20;

    /** A request may be on its way when none runs: the server is quiet only after this time. */
    private static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LongAdder running = new LongAdder();
    private volatile boolean stopping;

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        running.increment();
        Request.addCompletionListener(request, failure -> running.decrement());
        if (stopping && Requests.isHttp1(request)) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        return super.handle(request, response, callback);
    }

    /** From now on, responses close their connections. */
    public void begin() {
        stopping = true;
    }

    /** Waits until no request runs; false if some still do after the time. */
    public boolean await(Duration atMost) {
        long begun = System.nanoTime();
        long quietSince = begun;
        while (System.nanoTime() - begun < atMost.toNanos()) {
            if (running.sum() > 0) {
                quietSince = System.nanoTime();
            } else if (System.nanoTime() - quietSince >= QUIET_NS) {
                return true;
            }
            try {
                Thread.sleep(LOOK_MS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return running.sum() == 0;
    }
}
