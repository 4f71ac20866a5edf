package dev.postern.http.group;

import dev.postern.gate.Target;
import dev.postern.gate.Upstream;
import dev.postern.http.gate.GateDecision;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.server.PoolHandler;
import dev.postern.http.server.RefusalSender;
import dev.postern.http.server.RequestInfo;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Requests for a group of the settings: asks the gate, then serves the group's files, or passes the request on to its
 * application. A Jetty handler before Javalin, so that nothing is streamed with a waiting thread, and lenient targets
 * never reach the servlet layer, which would throw.
 */
public final class GroupHandler extends Handler.Wrapper {
    private final GateDecision gate;
    private final GroupFiles files;
    private final Upstreams upstreams;
    private final RefusalSender refusing;

    public GroupHandler(GateDecision gate, GroupFiles files, Upstreams upstreams, RefusalSender refusing) {
        this.gate = gate;
        this.files = files;
        this.upstreams = upstreams;
        this.refusing = refusing;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!(RequestInfo.of(request).target() instanceof Target.Grouped grouped)) {
            return super.handle(request, response, callback);
        }
        gate.admit(grouped, request, response, callback, allowed -> {
            Optional<Upstream> upstream = grouped.group().upstream();
            if (upstream.isPresent()) {
                upstreams.forward(grouped, upstream.get(), new Exchange(allowed, request, response, callback));
            } else if (!files.handleAtOnce(grouped, request, response, callback)) {
                PoolHandler.run(request, response, callback, () -> serve(grouped, request, response, callback));
            }
        });
        return true;
    }

    private void serve(Target.Grouped grouped, Request request, Response response, Callback callback)
            throws IOException {
        if (!files.handle(grouped, RequestInfo.of(request).credential(), request, response, callback)) {
            refusing.send(request, response, Refusals.notFound(), callback);
        }
    }
}
