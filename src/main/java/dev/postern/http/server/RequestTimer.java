package dev.postern.http.server;

import dev.postern.gate.Route;
import dev.postern.gate.Target;
import dev.postern.metrics.RequestMetrics;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Measures how long requests take, from their headers to the end of their responses. Thread-safe. */
public final class RequestTimer {
    private static final Map<Route, String> ROUTES = new EnumMap<>(Route.class);

    static {
        for (Route route : Route.values()) {
            ROUTES.put(route, route.method() + " " + route.path());
        }
    }

    private final RequestMetrics metrics;

    public RequestTimer(RequestMetrics metrics) {
        this.metrics = metrics;
    }

    void watch(Request request, Response response, Target target) {
        Request.addCompletionListener(
                request,
                failure -> metrics.answered(
                        route(target), response.getStatus(), System.nanoTime() - request.getHeadersNanoTime()));
    }

    private static String route(Target target) {
        if (target instanceof Target.BuiltIn builtIn) {
            return Objects.requireNonNull(ROUTES.get(builtIn.route()));
        }
        return target instanceof Target.Grouped ? "group" : "other";
    }
}
