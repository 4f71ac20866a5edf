package dev.postern.http.server;

import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Continues requests on the thread pool. The handlers before this one run on the thread that reads from the network,
 * where nothing may wait: it would hold up all other connections of that thread. To wake another thread for each request
 * costs more than most of them need.
 */
public final class PoolHandler extends Handler.Wrapper {

    /** What is done with a request. */
    @FunctionalInterface
    public interface Step {
        void take() throws Exception;
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        run(request, response, callback, () -> {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        });
        return true;
    }

    /** Takes a step that may wait. If it throws, the request is answered with 500; 503 if the server is stopping. */
    public static void run(Request request, Response response, Callback callback, Step step) {
        try {
            request.getComponents().getExecutor().execute(() -> take(request, response, callback, step));
        } catch (RejectedExecutionException stopping) {
            Response.writeError(request, response, callback, 503, null, stopping);
        }
    }

    private static void take(Request request, Response response, Callback callback, Step step) {
        try {
            step.take();
        } catch (Throwable failed) {
            Response.writeError(request, response, callback, failed);
        }
    }
}
