package dev.postern.http.group;

import dev.postern.http.server.ConnectionLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * One side of a tunnel: sends what it reads to the other side, no faster than that takes it. A buffer is held only while
 * bytes are on their way.
 */
final class TunnelConnection extends AbstractConnection implements Connection.UpgradeTo, ConnectionLimit.AlwaysInUse {
    private static final int BUFFER = 8 << 10;

    private final ByteBufferPool buffers;
    private final Runnable opened;
    private final Runnable closed;
    private final Flow flow = new Flow();
    private @Nullable EndPoint other;
    private @Nullable ByteBuffer early;

    /**
     * A side that is not open yet.
     *
     * @param opened run when its protocol has changed
     * @param closed run when it was closed
     */
    TunnelConnection(EndPoint here, Executor executor, ByteBufferPool buffers, Runnable opened, Runnable closed) {
        super(here, executor);
        this.buffers = buffers;
        this.opened = opened;
        this.closed = closed;
    }

    /** Begins to send to the other side. */
    void start(EndPoint otherSide) {
        other = otherSide;
        getEndPoint().setIdleTimeout(UpstreamExchange.MOST_SILENT.toMillis());
        flow.iterate();
    }

    /** @param bytes what was read before the protocol changed */
    @Override
    public void onUpgradeTo(@Nullable ByteBuffer bytes) {
        early = bytes;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        opened.run();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        closed.run();
    }

    @Override
    public void onFillable() {
        flow.iterate();
    }

    private final class Flow extends IteratingCallback {
        private @Nullable RetainableByteBuffer buffer;
        private final Callback readable =
                Callback.from(Invocable.InvocationType.NON_BLOCKING, this::iterate, this::abort);

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        @Override
        protected Action process() throws IOException {
            ByteBuffer first = early;
            early = null;
            if (first != null && first.hasRemaining()) {
                return send(first);
            }
            if (buffer == null) {
                buffer = buffers.acquire(BUFFER, true);
            }
            ByteBuffer bytes = buffer.getByteBuffer();
            BufferUtil.clear(bytes);
            int read = getEndPoint().fill(bytes);
            if (read > 0) {
                return send(bytes);
            }
            release();
            if (read < 0) {
                return Action.SUCCEEDED;
            }
            fillInterested(readable);
            return Action.IDLE;
        }

        private Action send(ByteBuffer bytes) {
            EndPoint to = other;
            if (to == null) {
                return Action.SUCCEEDED;
            }
            to.write(this, bytes);
            return Action.SCHEDULED;
        }

        private void release() {
            if (buffer != null) {
                buffer.release();
                buffer = null;
            }
        }

        @Override
        protected void onCompleteSuccess() {
            TunnelConnection.this.close(); // The callback has a method of this name too.
        }

        @Override
        protected void onCompleteFailure(Throwable cause) {
            release();
            TunnelConnection.this.close();
        }
    }
}
