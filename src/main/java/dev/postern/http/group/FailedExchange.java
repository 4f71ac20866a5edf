package dev.postern.http.group;

import dev.postern.gate.PathGroup;
import dev.postern.gate.Verdict;
import dev.postern.http.refusal.Refusal;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.server.PoolHandler;
import dev.postern.http.server.RefusalSender;
import dev.postern.http.server.Requests;
import dev.postern.http.server.Responses;
import dev.postern.ops.ReportLimit;
import java.io.EOFException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that their application did not, and logs why, once a minute for each group. */
final class FailedExchange {
    private static final Logger LOG = LoggerFactory.getLogger("postern.upstream");

    private final Refusals refusals;
    private final RefusalSender refusing;
    private final ReportLimit reports;

    FailedExchange(Refusals refusals, RefusalSender refusing, ReportLimit reports) {
        this.refusals = refusals;
        this.refusing = refusing;
        this.reports = reports;
    }

    /** Refuses a request whose response has not begun. */
    void answer(Exchange exchange, Throwable cause) {
        PoolHandler.run(exchange.request(), exchange.response(), exchange.callback(), () -> {
            Refusal refusal = refusal(exchange.allowed().group(), cause);
            if (refusal.status() >= 500) {
                report(exchange.allowed().group(), cause);
            }
            send(exchange, refusal);
        });
    }

    /** Refuses a request that is not passed on. */
    void refuse(Exchange exchange, Refusal refusal) {
        PoolHandler.run(exchange.request(), exchange.response(), exchange.callback(), () -> send(exchange, refusal));
    }

    private void send(Exchange exchange, Refusal refusal) {
        refusing.send(exchange.request(), exchange.response(), refusal, exchange.callback());
    }

    /** Answers a client that does not send the rest of its request, if it is there. */
    void answerClient(Exchange exchange, Throwable cause) {
        if (cause instanceof TimeoutException && !exchange.response().isCommitted()) {
            Responses.refuse(exchange.request(), exchange.response(), Refusals.ofStatus(408), exchange.callback());
        } else {
            exchange.callback().failed(cause);
        }
    }

    /** Ends a response that has begun, so that the client sees that something is missing. */
    static void cutOff(Exchange exchange, Throwable cause) {
        exchange.callback().failed(cause);
        Request request = exchange.request();
        if (Requests.isHttp1(request)) {
            request.getConnectionMetaData().getConnection().getEndPoint().close();
        }
    }

    private Refusal refusal(PathGroup group, Throwable cause) {
        if (cause instanceof SessionOver) {
            return refusals.of(new Verdict.NotAdmitted(group, Verdict.Reason.INVALID_TOKEN));
        }
        if (cause instanceof RejectedExecutionException) {
            return Refusals.busy();
        }
        return cause instanceof TimeoutException ? Refusals.gatewayTimeout() : Refusals.badGateway();
    }

    private void report(PathGroup group, Throwable cause) {
        reports.permit(group.name())
                .ifPresent(more -> LOG.warn(
                        "the application of group {} did not answer: {}{}",
                        group.name(),
                        // Jetty's text for the first is long and describes objects of its own.
                        cause instanceof EOFException ? "it closed the connection" : cause.toString(),
                        ReportLimit.suffix(more)));
    }
}
