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

    public GateDecision(Gate gate, Refusals refusals, ExceptionMapping exceptions, RefusalSender refusing) {
        this.gate = gate;
        this.refusals = refusals;
        this.exceptions = exceptions;
        this.refusing = refusing;
    }

    /** What is done when the gate has decided. */
    @FunctionalInterface
    public interface Continuation<T> {
        void accept(T decided) throws Exception;
    }

    /** Refuses a request, or goes on with it if the gate admits it; what that throws is a refusal as well. */
    public void admit(
            Target target,
            Request request,
            Response response,
            Callback callback,
            Continuation<Verdict.Allowed> admitted) {
        Consumer<Refusal> refuse = refusal -> refusing.send(request, response, refusal, callback);
        Continuation<Verdict> decided = verdict -> {
            if (verdict instanceof Verdict.Allowed allowed) {
                WaivedRefusals.report(request, RequestInfo.of(request), allowed);
                admitted.accept(allowed);
            } else {
                refuse.accept(refusals.of((Verdict.Refused) verdict));
            }
        };
        decide(target, request, request, response, callback, decided, refuse);
    }

    /**
     * Decides about a request.
     *
     * @param asked the request that is decided on: for forward authentication, not the one that is answered
     * @param failed what is done with a refusal that was thrown instead of a decision
     */
    void decide(
            Target target,
            Request asked,
            Request request,
            Response response,
            Callback callback,
            Continuation<Verdict> decided,
            Consumer<Refusal> failed) {
        RequestInfo info = RequestInfo.of(request);
        Optional<Verdict> atOnce =
                gate.decideAtOnce(target, info.credential()).filter(verdict -> !canWait(verdict, asked));
        if (atOnce.isPresent()) {
            conclude(atOnce::get, info, decided, failed);
        } else {
            PoolHandler.run(
                    request,
                    response,
                    callback,
                    () -> conclude(() -> gate.decide(target, info.credential()), info, decided, failed));
        }
    }

    private static boolean canWait(Verdict verdict, Request asked) {
        return verdict instanceof Verdict.Allowed allowed
                ? allowed.waived().isPresent() || allowed.group().identityToken()
                : Navigation.of(asked) != Navigation.NONE;
    }

    private void conclude(
            Supplier<Verdict> verdict, RequestInfo info, Continuation<Verdict> decided, Consumer<Refusal> failed) {
        try {
            decided.accept(verdict.get());
        } catch (Exception thrown) {
            failed.accept(exceptions.refusalOf(thrown, info.id()));
        }
    }
}
