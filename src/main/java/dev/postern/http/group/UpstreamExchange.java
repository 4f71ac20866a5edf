package dev.postern.http.group;

import dev.postern.gate.Upstream;
import dev.postern.http.server.ConnectionLimit;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * One request to an application, and its response back. Both bodies are passed on as they arrive, and no faster than the
 * receiver takes them.
 */
final class UpstreamExchange
        implements Response.HeadersListener,
                Response.ContentSourceListener,
                Response.CompleteListener,
                LiveConnections.Live {

    private static final String EVENT_STREAM = "text/event-stream";

    /** How long nothing may arrive once the response has begun: streams may be silent for long. */
    static final Duration MOST_SILENT = Duration.ofHours(1);

    private final Exchange exchange;
    private final Duration timeout;
    private final Supplier<UpstreamRequest> requests;
    private final LiveConnections.Entry entry;
    private final FailedExchange failed;
    private final Callback.Completable copied = new Callback.Completable(Invocable.InvocationType.NON_BLOCKING);
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile UpstreamRequest outgoing;
    private volatile @Nullable Tunnel tunnel;
    private volatile boolean begun;
    private volatile boolean retried;
    private volatile long progressedAt = System.nanoTime();

    /**
     * An exchange, not started.
     *
     * @param upstream the application
     * @param make makes the request to it, without a body; called twice if the first is lost with an old connection
     * @param live where it is added until it is over
     */
    UpstreamExchange(
            Exchange exchange,
            Upstream upstream,
            Function<UpstreamExchange, UpstreamRequest> make,
            Function<LiveConnections.Live, LiveConnections.Entry> live,
            FailedExchange failed) {
        this.exchange = exchange;
        this.timeout = upstream.timeout();
        this.requests = () -> make.apply(this);
        this.failed = failed;
        this.outgoing = requests.get();
        this.entry = live.apply(this);
    }

    void start() {
        Request request = exchange.request();
        // A stream may be silent; what waits for the client still has the connection's timeout.
        request.addIdleTimeoutListener(idle -> false);
        request.addFailureListener(this::leave);
        send();
    }

    private void send() {
        if (RequestContent.isIn(exchange.request())) {
            outgoing.body(new RequestContent(exchange.request(), this::progress, this::leave));
        }
        outgoing.idleTimeout(MOST_SILENT.toMillis(), TimeUnit.MILLISECONDS);
        outgoing.send(this);
    }

    private void progress() {
        progressedAt = System.nanoTime();
    }

    /** The client is gone, or does not send the rest of its request. */
    private void leave(Throwable failure) {
        if (over.compareAndSet(false, true)) {
            entry.remove();
            failed.answerClient(exchange, failure);
        }
        abort(failure);
    }

    private void abort(Throwable cause) {
        // Completes the exchange with a failure, if it is not complete.
        CompletableFuture<Boolean> unused = outgoing.abort(cause);
    }

    /** The time begins anew with each part of the request's body: a long one takes long. */
    @Override
    public void checkTime() {
        if (!begun && !over.get() && System.nanoTime() - progressedAt > timeout.toNanos()) {
            abort(new TimeoutException("no response within " + timeout.toSeconds() + " seconds"));
        }
    }

    @Override
    public void onHeaders(Response response) {
        if (response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101) {
            if (!(outgoing instanceof WebSocketRequest)) {
                abort(new ProtocolException("another protocol, unasked"));
            }
            return;
        }
        begun = true;
        exchange.response().setStatus(response.getStatus());
        ForwardedHeaders.toClient(response.getHeaders(), exchange.response().getHeaders());
    }

    @Override
    public void onContentSource(Response response, Content.Source source) {
        if (begun) {
            new ResponseCopy(source, exchange.response(), copied).iterate();
        }
    }

    @Override
    public void onComplete(Result result) {
        if (result.isSucceeded() && !begun) {
            return; // A tunnel now.
        }
        if (result.isSucceeded()) {
            CompletableFuture<Void> unused = copied.whenComplete((done, failure) -> conclude(failure));
        } else if (isLostWithConnection(result.getFailure())) {
            retried = true;
            outgoing = requests.get();
            send();
        } else {
            conclude(result.getFailure());
        }
    }

    /** Whether the application has closed the connection just when the request was sent (RFC 9110, section 9.2.2). */
    private boolean isLostWithConnection(Throwable failure) {
        boolean lost = failure instanceof EOFException
                || failure instanceof ClosedChannelException
                || (failure instanceof IOException && "Connection reset".equals(failure.getMessage()))
                || (failure instanceof IOException && "Broken pipe".equals(failure.getMessage()));
        String method = exchange.request().getMethod();
        return lost
                && !begun
                && !retried
                && !over.get()
                && (HttpMethod.GET.is(method) || HttpMethod.HEAD.is(method))
                && !RequestContent.isIn(exchange.request());
    }

    private void conclude(@Nullable Throwable failure) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        entry.remove();
        if (failure == null) {
            exchange.callback().succeeded();
        } else if (begun) {
            FailedExchange.cutOff(exchange, failure);
        } else {
            failed.answer(exchange, failure);
        }
    }

    /** Both connections leave HTTP, unless the request is over. */
    void upgrade(WebSocketRequest.Agreed agreed) {
        if (!over.compareAndSet(false, true)) {
            agreed.application().close();
            return;
        }
        Request request = exchange.request();
        EndPoint client = request.getConnectionMetaData().getConnection().getEndPoint();
        Tunnel made = new Tunnel(client, agreed.application(), request.getComponents(), entry::remove);
        tunnel = made;
        ConnectionLimit.replace(request, made.toClient());
        made.upgradeApplication();
        HttpFields.Mutable headers = exchange.response().getHeaders();
        ForwardedHeaders.toClient(agreed.response().getHeaders(), headers);
        headers.put(HttpHeader.CONNECTION, "Upgrade").put(HttpHeader.UPGRADE, WebSocketRequest.PROTOCOL);
        exchange.response().setStatus(HttpStatus.SWITCHING_PROTOCOLS_101);
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, made.toClient());
        exchange.callback().succeeded();
    }

    @Override
    public void endIfEndless() {
        String type = exchange.response().getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (tunnel != null || (begun && type != null && type.startsWith(EVENT_STREAM))) {
            end();
        }
    }

    @Override
    public void end() {
        Tunnel made = tunnel;
        if (made != null) {
            made.close();
            return;
        }
        SessionOver ended = new SessionOver();
        if (begun) {
            // At once: the response would fail only when the client reads again.
            conclude(ended);
        }
        abort(ended);
    }
}
