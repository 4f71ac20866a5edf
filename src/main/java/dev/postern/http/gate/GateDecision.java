package dev.postern.http.gate;

import dev.postern.gate.Gate;
import dev.postern.gate.Target;
import dev.postern.gate.Verdict;
import dev.postern.http.refusal.ExceptionMapping;
import dev.postern.http.refusal.Refusal;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.server.Navigation;
import dev.postern.http.server.PoolHandler;
import dev.postern.http.server.RefusalSender;
import dev.postern.http.server.RequestInfo;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Asks the gate about requests before Javalin: on the present thread if nothing can wait, else on the thread pool. What
 * can wait: look-ups in the store, signatures under a public key, log lines, and pages, which are rendered.
 */
public final class GateDecision {
    private final Gate gate;
    private final Refusals refusals;
    private final ExceptionMapping exceptions;
    private final RefusalSender refusing;
    private final DecisionMetrics metrics;

    public GateDecision(
            Gate gate,
            Refusals refusals,
            ExceptionMapping exceptions,
            RefusalSender refusing,
            DecisionMetrics metrics) {
        this.gate = gate;
        this.refusals = refusals;
        this.exceptions = exceptions;
        this.refusing = refusing;
        this.metrics = metrics;
    }

    /** What is done with a request that the gate admits. */
    @FunctionalInterface
    public interface Continuation {
        void accept(Verdict.Allowed allowed) throws Exception;
    }

    /** Refuses a request, or goes on with it if the gate admits it; what that throws is a refusal as well. */
    public void admit(Target target, Request request, Response response, Callback callback, Continuation admitted) {
        Consumer<Refusal> refuse = refusal -> refusing.send(request, response, refusal, callback);
        decide(target, request, request, response, callback, admitted, refusals::of, refuse);
    }

    /**
     * Decides about a request.
     *
     * @param asked the request that is decided on: for forward authentication, not the one that is answered
     * @param refusalOf the refusal for what the gate refuses
     */
    void decide(
            Target target,
            Request asked,
            Request request,
            Response response,
            Callback callback,
            Continuation admitted,
            Function<Verdict.Refused, Refusal> refusalOf,
            Consumer<Refusal> refuse) {
        RequestInfo info = RequestInfo.of(request);
        Continuation reported = allowed -> {
            WaivedRefusals.report(asked, info, allowed);
            admitted.accept(allowed);
        };
        Consumer<Throwable> failed = thrown -> refuse.accept(exceptions.refusalOf(thrown, info.id()));
        Consumer<Verdict.Refused> refused = verdict -> refuse.accept(refusalOf.apply(verdict));
        long begun = System.nanoTime();
        Optional<Verdict> atOnce =
                gate.decideAtOnce(target, info.credential()).filter(verdict -> !canWait(verdict, asked));
        if (atOnce.isPresent()) {
            conclude(noting(atOnce::get, begun), reported, refused, failed);
        } else {
            PoolHandler.run(
                    request,
                    response,
                    callback,
                    () -> conclude(
                            noting(() -> gate.decide(target, info.credential()), begun), reported, refused, failed));
        }
    }

    private Supplier<Verdict> noting(Supplier<Verdict> decision, long begun) {
        return () -> {
            Verdict verdict = decision.get();
            metrics.note(verdict, begun);
            return verdict;
        };
    }

    private static boolean canWait(Verdict verdict, Request asked) {
        return verdict instanceof Verdict.Allowed allowed
                ? allowed.waived().isPresent() || allowed.group().identityToken()
                : Navigation.of(asked) != Navigation.NONE;
    }

    private static void conclude(
            Supplier<Verdict> decision,
            Continuation admitted,
            Consumer<Verdict.Refused> refused,
            Consumer<Throwable> failed) {
        try {
            Verdict verdict = decision.get();
            if (verdict instanceof Verdict.Allowed allowed) {
                admitted.accept(allowed);
            } else {
                refused.accept((Verdict.Refused) verdict);
            }
        } catch (Exception thrown) {
            failed.accept(thrown);
        }
    }
}
