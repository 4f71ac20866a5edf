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

/** Errors of Jetty itself, in the form of all refusals: no HTML and no stack trace, whatever {@code Accept} says. */
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

    /** Whether the client disconnected: not an error, and clients could fill the log with it. */
    private static boolean isDeparture(Throwable cause) {
        return cause instanceof EofException
                || cause instanceof ClosedChannelException
                || cause instanceof TimeoutException;
    }
}
