package dev.postern.http.gate;

import dev.postern.gate.Gate;
import dev.postern.gate.Target;
import dev.postern.gate.Verdict;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.server.RefusalSender;
import dev.postern.http.server.RequestInfo;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Refuses a target that is not canonical, before any code that could read it differently. */
public final class InvalidPathHandler extends Handler.Wrapper {
    private final Gate gate;
    private final Refusals refusals;
    private final RefusalSender refusing;

    public InvalidPathHandler(Gate gate, Refusals refusals, RefusalSender refusing) {
        this.gate = gate;
        this.refusals = refusals;
        this.refusing = refusing;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        RequestInfo info = RequestInfo.of(request);
        if (info.target() instanceof Target.Unclear
                && gate.decide(info.target(), info.credential()) instanceof Verdict.Refused refused) {
            refusing.send(request, response, refusals.of(refused), callback);
            return true;
        }
        return super.handle(request, response, callback);
    }
}
