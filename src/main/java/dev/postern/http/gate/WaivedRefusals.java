package dev.postern.http.gate;

import dev.postern.gate.Verdict;
import dev.postern.http.server.RequestInfo;
import dev.postern.ops.Printable;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what a group would refuse if it were enforced. */
final class WaivedRefusals {
    private static final Logger LOG = LoggerFactory.getLogger("postern.gate");

    private WaivedRefusals() {}

    static void report(Request request, RequestInfo info, Verdict.Allowed allowed) {
        allowed.waived()
                .ifPresent(reason -> LOG.info(
                        "would refuse group={} reason={} method={} path={} request={}",
                        allowed.group().name(),
                        reason,
                        request.getMethod(),
                        Printable.shortOf(request.getHttpURI().getPath()),
                        info.id()));
    }
}
