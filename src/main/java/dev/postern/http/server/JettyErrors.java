package dev.postern.http.server;

import dev.postern.http.refusal.Refusals;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Jetty refuses by itself, in the form of every other refusal: no HTML, no trace, whatever is accepted. */
public final class JettyErrors extends ErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger("postern.http");

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            String message,
            @Nullable Throwable cause,
            Callback callback) {
        if (code == 500 && cause != null && !isDeparture(cause)) {
            LOG.error("a request failed ahead of its route", cause);
        }
        Responses.refuse(request, response, Refusals.ofStatus(code), callback);
    }

    /** Whether the sender went away, which is no fault of ours, and whose frequency others decide. */
    private static boolean isDeparture(Throwable cause) {
        return cause instanceof EofException
                || cause instanceof ClosedChannelException
                || cause instanceof TimeoutException;
    }
}
