package dev.postern.http.group;

import dev.postern.http.server.Requests;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The body of a request, read as fast as the application takes it. */
final class RequestContent implements org.eclipse.jetty.client.Request.Content {
    private final Request request;
    private final Runnable progress;
    private final Consumer<Throwable> failed;

    /**
     * The body of a request.
     *
     * @param progress run whenever a part of the body goes on to the application
     * @param failed what happens if the client does not send all of it
     */
    RequestContent(Request request, Runnable progress, Consumer<Throwable> failed) {
        this.request = request;
        this.progress = progress;
        this.failed = failed;
    }

    /** Whether a request has a body, possibly an empty one. HTTP/2 has no header that says so. */
    static boolean isIn(Request request) {
        if (request.getHeaders().contains(HttpHeader.CONTENT_LENGTH)) {
            return request.getLength() > 0;
        }
        return request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
                || (!Requests.isHttp1(request)
                        && !HttpMethod.GET.is(request.getMethod())
                        && !HttpMethod.HEAD.is(request.getMethod()));
    }

    @Override
    public long getLength() {
        return request.getHeaders().contains(HttpHeader.CONTENT_LENGTH) ? request.getLength() : -1;
    }

    @Override
    public @Nullable String getContentType() {
        return null; // It is among the headers, if there is one.
    }

    @Override
    public Content.@Nullable Chunk read() {
        Content.Chunk chunk = request.read();
        if (Content.Chunk.isFailure(chunk)) {
            failed.accept(chunk.getFailure());
        } else if (chunk != null) {
            progress.run();
        }
        return chunk;
    }

    @Override
    public void demand(Runnable available) {
        request.demand(available);
    }

    @Override
    public void fail(Throwable failure) {
        // Nobody reads on. The request itself has not failed: its client gets a response.
    }
}
