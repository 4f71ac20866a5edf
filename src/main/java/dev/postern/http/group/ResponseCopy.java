package dev.postern.http.group;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * Copies the body of an application's response to the client as it arrives, part by part. The headers go on at once,
 * even if the body is still to come: clients of event streams wait for them.
 */
final class ResponseCopy extends IteratingCallback {
    private final Content.Source source;
    private final Response response;
    private final Callback copied;
    private Content.@Nullable Chunk chunk;
    private boolean written;

    /** @param copied completed when the response is, or when it cannot be */
    ResponseCopy(Content.Source source, Response response, Callback copied) {
        this.source = source;
        this.response = response;
        this.copied = copied;
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    protected Action process() throws Throwable {
        if (chunk != null) {
            boolean last = chunk.isLast();
            release();
            if (last) {
                return Action.SUCCEEDED;
            }
        }
        chunk = source.read();
        if (chunk == null) {
            return await();
        }
        if (Content.Chunk.isFailure(chunk)) {
            throw chunk.getFailure();
        }
        written = true;
        response.write(chunk.isLast(), chunk.getByteBuffer(), this);
        return Action.SCHEDULED;
    }

    private Action await() {
        if (!written) {
            written = true;
            response.write(false, ByteBuffer.allocate(0), this);
            return Action.SCHEDULED;
        }
        source.demand(this::iterate);
        return Action.IDLE;
    }

    private void release() {
        if (chunk != null) {
            chunk.release();
            chunk = null;
        }
    }

    @Override
    protected void onCompleteSuccess() {
        copied.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        release();
        source.fail(cause);
        copied.failed(cause);
    }
}
