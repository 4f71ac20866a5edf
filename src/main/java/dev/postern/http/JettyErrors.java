package dev.postern.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Jetty refuses by itself, in the form of every other refusal: no HTML, no trace, whatever is accepted. */
final class JettyErrors extends ErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger("postern.http");

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            String message,
            @Nullable Throwable cause,
            Callback callback) {
        if (code == 500 && cause != null) {
            LOG.error("a request failed ahead of its route", cause);
        }
        Exchange.refuse(request, response, Refusals.ofStatus(code), callback);
    }
}
