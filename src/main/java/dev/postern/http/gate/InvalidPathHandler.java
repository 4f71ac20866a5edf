package dev.postern.http.gate;

import dev.postern.gate.Target;
import dev.postern.http.server.RequestInfo;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Refuses a target that is not canonical, before any code that could read it differently. */
public final class InvalidPathHandler extends Handler.Wrapper {
    private final GateDecision gate;

    public InvalidPathHandler(GateDecision gate) {
        this.gate = gate;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!(RequestInfo.of(request).target() instanceof Target.Unclear unclear)) {
            return super.handle(request, response, callback);
        }
        gate.admit(unclear, request, response, callback, allowed -> {
            throw new IllegalStateException("the gate admits no such target");
        });
        return true;
    }
}
