package dev.postern.http.gate;

import dev.postern.gate.Gate;
import dev.postern.gate.Target;
import dev.postern.gate.Verdict;
import dev.postern.http.refusal.ExceptionMapping;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.server.RefusalSender;
import dev.postern.http.server.RequestInfo;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Requests for a group of the settings: asks the gate, then serves the group's files. A Jetty handler before Javalin,
 * so that large files are streamed without a waiting thread, and lenient targets never reach the servlet layer, which
 * would throw.
 */
public final class GroupHandler extends Handler.Wrapper {
    private final Gate gate;
    private final Refusals refusals;
    private final GroupFiles files;
    private final ExceptionMapping exceptions;
    private final RefusalSender refusing;

    public GroupHandler(
            Gate gate, Refusals refusals, GroupFiles files, ExceptionMapping exceptions, RefusalSender refusing) {
        this.gate = gate;
        this.refusals = refusals;
        this.files = files;
        this.exceptions = exceptions;
        this.refusing = refusing;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        RequestInfo info = RequestInfo.of(request);
        if (!(info.target() instanceof Target.Grouped grouped)) {
            return super.handle(request, response, callback);
        }
        try {
            decide(info, grouped, request, response, callback);
        } catch (RuntimeException thrown) {
            refusing.send(request, response, exceptions.refusalOf(thrown, info.id()), callback);
        }
        return true;
    }

    private void decide(RequestInfo info, Target.Grouped grouped, Request request, Response response, Callback callback)
            throws Exception {
        Verdict verdict = gate.decide(grouped, info.credential());
        if (verdict instanceof Verdict.Refused refused) {
            refusing.send(request, response, refusals.of(refused), callback);
            return;
        }
        WaivedRefusals.report(request, info, (Verdict.Allowed) verdict);
        if (!files.handle(grouped, info.credential(), request, response, callback)) {
            refusing.send(request, response, Refusals.notFound(), callback);
        }
    }
}
