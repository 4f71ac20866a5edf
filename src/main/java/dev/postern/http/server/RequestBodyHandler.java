package dev.postern.http.server;

import dev.postern.http.refusal.Refusal;
import dev.postern.http.refusal.Refusals;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Reads the body of a request without a thread, in every protocol and framing: HTTP/2 requests need not declare a
 * length. A body larger than {@code server.max-body} is refused with 413, at once if its length is declared. The memory
 * for bodies is limited in all and per sender, because one HTTP/2 connection can send many of them. A body that arrives
 * too slowly is refused with 408.
 */
public final class RequestBodyHandler extends Handler.Wrapper {
    /** The part of the heap that bodies may take; a sender may take a quarter of that. */
    private static final int HEAP_SHARE = 8;

    private static final int SENDER_SHARE = 4;
    private static final int MOST_BYTES = 256 << 20;

    /** The memory of a request with a body, in addition to the body, in bytes. */
    private static final int OVERHEAD = 4 << 10;

    /** What a sender's bodies may take even when a few others have used up the memory for all. */
    private static final int SMALL = (64 << 10) + OVERHEAD;

    /**
     * How long a connection stays open after a body was refused. If it were closed with unread bytes, it would be
     * reset, and the client might not see the response.
     */
    private static final long LINGER_MS = 1_000;

    /**
     * How much more of a body of unknown length is read and discarded: most clients read the response only after
     * sending.
     */
    private static final int DISCARDED = 1 << 20;

    private static final long DEADLINE_MS = 30_000;

    /** The slowest rate at which a body may arrive, once the deadline has passed. */
    private static final int BYTES_PER_MS = 16;

    private final int maxBody;
    private final Quota memory;

    /** @param maxBody the largest body, in bytes */
    public RequestBodyHandler(int maxBody) {
        this(maxBody, (int) Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE));
    }

    /** @param mostBytes what all bodies together may take; a single body of the largest size always fits */
    public RequestBodyHandler(int maxBody, int mostBytes) {
        this.maxBody = maxBody;
        int largest = maxBody + OVERHEAD;
        this.memory = new Quota(
                Math.max(mostBytes, SENDER_SHARE * largest), Math.max(mostBytes / SENDER_SHARE, largest), SMALL);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long declared = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        if (declared > maxBody) {
            refuse(request, response, Refusals.ofStatus(413), callback);
            return true;
        }
        if (hasNoBody(request, declared)) {
            return super.handle(request, response, callback);
        }
        return new Reading(request, response, callback).begin(declared);
    }

    private static boolean hasNoBody(Request request, long declared) {
        return declared == 0
                || (Requests.isHttp1(request)
                        && declared < 0
                        && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
    }

    /** Responds at once, and ends the request a little later. */
    private static void refuse(Request request, Response response, Refusal refusal, Callback callback) {
        if (Requests.isHttp1(request)) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        Scheduler scheduler = request.getComponents().getScheduler();
        Callback answered = Callback.from(
                () -> {
                    // Ends the request; never cancelled.
                    Scheduler.Task unused = scheduler.schedule(callback::succeeded, LINGER_MS, TimeUnit.MILLISECONDS);
                },
                callback::failed);
        Responses.refuse(request, response, refusal, answered);
    }

    /** One body being read. Its steps run one after another; only the deadline may run at the same time. */
    private final class Reading implements Invocable.Task {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final String sender;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final AtomicBoolean over = new AtomicBoolean();
        private Scheduler.Task deadline = () -> false;
        private int taken;
        private int discarded;

        Reading(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.sender = ClientAddress.network(RequestInfo.of(request).address());
            this.callback = Callback.from(this::giveBack, callback);
        }

        boolean begin(long declared) throws Exception {
            if (!take(OVERHEAD)) {
                refuse(Refusals.busy());
                return true;
            }
            if (read()) {
                return end();
            }
            if (!over.get()) {
                ConnectionLimit.awaitsBody(request);
                long slowest = DEADLINE_MS + (declared < 0 ? maxBody : declared) / BYTES_PER_MS;
                deadline =
                        request.getComponents().getScheduler().schedule(this::expire, slowest, TimeUnit.MILLISECONDS);
                request.demand(this);
            }
            return true;
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        /** More of the body has arrived. */
        @Override
        public void run() {
            try {
                if (over.get()) {
                    return;
                }
                if (read()) {
                    if (!end()) {
                        Response.writeError(request, response, callback, 404);
                    }
                } else if (!over.get()) {
                    request.demand(this);
                }
            } catch (Throwable failed) {
                Response.writeError(request, response, callback, failed);
            }
        }

        /** Reads what has arrived; true when the body is complete. */
        private boolean read() {
            while (!over.get()) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    return false;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    fail(chunk.getFailure());
                    return false;
                }
                boolean last = chunk.isLast();
                add(chunk);
                chunk.release();
                if (discarded > DISCARDED || (discarded > 0 && last)) {
                    refuse(Refusals.ofStatus(413));
                } else if (last) {
                    return !over.get();
                }
            }
            return false;
        }

        private void add(Content.Chunk chunk) {
            int size = chunk.remaining();
            if (discarded > 0 || size > maxBody - body.size()) {
                discarded += size;
                body.reset();
            } else if (take(size)) {
                byte[] bytes = new byte[size];
                chunk.get(bytes, 0, size);
                body.write(bytes, 0, size);
            } else {
                refuse(Refusals.busy());
            }
        }

        private boolean take(int amount) {
            boolean granted = memory.take(sender, amount);
            taken += granted ? amount : 0;
            return granted;
        }

        private void giveBack() {
            memory.giveBack(sender, taken);
        }

        private void refuse(Refusal refusal) {
            if (over.compareAndSet(false, true)) {
                deadline.cancel();
                RequestBodyHandler.refuse(request, response, refusal, callback);
            }
        }

        /** Does not read: another thread may be reading now. */
        private void expire() {
            if (over.compareAndSet(false, true)) {
                Responses.refuse(request, response, Refusals.ofStatus(408), callback);
            }
        }

        private void fail(Throwable failure) {
            if (over.compareAndSet(false, true)) {
                deadline.cancel();
                if (failure instanceof TimeoutException) {
                    Responses.refuse(request, response, Refusals.ofStatus(408), callback);
                } else {
                    Response.writeError(request, response, callback, 400, null, failure);
                }
            }
        }

        private boolean end() throws Exception {
            if (!over.compareAndSet(false, true)) {
                return true;
            }
            deadline.cancel();
            ConnectionLimit.hasBody(request);
            return RequestBodyHandler.super.handle(
                    new WithBody(request, ByteBuffer.wrap(body.toByteArray())), response, callback);
        }
    }

    /** A request whose whole body is there. */
    private static final class WithBody extends Request.Wrapper {
        private final ByteBufferContentSource body;
        private final long length;

        WithBody(Request request, ByteBuffer body) {
            super(request);
            this.length = body.remaining();
            this.body = new ByteBufferContentSource(body);
        }

        @Override
        public long getLength() {
            return length;
        }

        @Override
        public Content.Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable callback) {
            body.demand(callback);
        }

        @Override
        public void fail(Throwable failure) {
            body.fail(failure);
        }
    }
}
