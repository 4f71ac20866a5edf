package dev.postern.http.feed;

import dev.postern.gate.Route;
import dev.postern.gate.Target;
import dev.postern.http.body.EntityTag;
import dev.postern.http.body.QueryParameters;
import dev.postern.http.gate.GateDecision;
import dev.postern.http.refusal.ExceptionMapping;
import dev.postern.http.refusal.Refusal;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.ClientAddress;
import dev.postern.http.server.Quota;
import dev.postern.http.server.RequestInfo;
import dev.postern.http.server.Responses;
import dev.postern.sessions.RevocationFeed;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The revocation feed, which services that verify tokens poll or wait for. A Jetty handler before Javalin, so that
 * neither waiting nor slow clients hold a thread. Two threads create the statements, one for requests that ask and one
 * for requests that waited. So the cost is limited, and new revocations are never late.
 */
public final class RevocationFeedHandler extends Handler.Wrapper implements AutoCloseable {
    private static final int LONGEST_WAIT_S = 30;
    private static final int MOST_ASKING = 1_000;

    /** Statements to be created for one sender, so that others get theirs in between. */
    private static final int MOST_ASKING_EACH = 100;

    private static final int MOST_WAITING = 2_000;

    /** Bytes held for slow readers: over HTTP/2, one connection can send many requests. */
    private static final int MOST_BYTES = 16 << 20;

    private static final int MOST_BYTES_EACH = MOST_BYTES / 8;
    private static final int SMALL_BYTES = 64 << 10;

    private final GateDecision gate;
    private final RevocationFeed feed;
    private final ExceptionMapping exceptions;
    private final LongPolls longPolls = new LongPolls();
    private final Quota underWay = new Quota(MOST_BYTES, MOST_BYTES_EACH, SMALL_BYTES);
    private final Quota statements = new Quota(MOST_ASKING + MOST_WAITING, MOST_ASKING_EACH, 1);
    private final ExecutorService asking = thread("revocations-asked", MOST_ASKING);
    private final ExecutorService waited = thread("revocations-waited", MOST_WAITING);

    /**
     * One request for the feed.
     *
     * @param since the position that the client has reached; empty if not sent
     * @param versions that the client has ({@code If-None-Match})
     */
    private record Question(
            Request request, Response response, Callback callback, Optional<Long> since, String versions) {
        String sender() {
            return ClientAddress.network(RequestInfo.of(request).address());
        }

        void refuse(Refusal refusal) {
            Responses.refuse(request, response, refusal, callback);
        }
    }

    public RevocationFeedHandler(GateDecision gate, RevocationFeed feed, ExceptionMapping exceptions) {
        this.gate = gate;
        this.feed = feed;
        this.exceptions = exceptions;
        feed.onChange(longPolls::wake);
    }

    private static ExecutorService thread(String name, int queue) {
        return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), task -> {
            Thread daemon = new Thread(task, name);
            daemon.setDaemon(true);
            return daemon;
        });
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!(RequestInfo.of(request).target() instanceof Target.BuiltIn builtIn)
                || builtIn.route() != Route.REVOCATIONS) {
            return super.handle(request, response, callback);
        }
        gate.admit(builtIn, request, response, callback, allowed -> {
            if (!feed.isReady()) {
                throw new RequestRefused(Refusals.unavailable("starting"));
            }
            ask(request, response, callback);
        });
        return true;
    }

    private void ask(Request request, Response response, Callback callback) {
        QueryParameters query = QueryParameters.of(request).only("since", "wait");
        int wait = query.number("wait", 0, LONGEST_WAIT_S, 0);
        Question question = new Question(
                request,
                response,
                callback,
                query.position("since"),
                String.join(",", request.getHeaders().getValuesList(HttpHeader.IF_NONE_MATCH)));
        if (wait == 0 || hasChanged(question)) {
            answer(question, asking);
        } else {
            answerInTurn(question, wait);
        }
    }

    private boolean hasChanged(Question question) {
        boolean hasAll = question.since().isPresent()
                && !feed.hasChangedSince(question.since().get());
        return !hasAll && !hasThisVersion(question);
    }

    private boolean hasThisVersion(Question question) {
        return tag().isAmong(question.versions());
    }

    private EntityTag tag() {
        return EntityTag.weak(feed.position());
    }

    private void answerInTurn(Question question, int wait) {
        Optional<CompletableFuture<Void>> slot = longPolls.enter(question.sender(), wait);
        if (slot.isEmpty()) {
            throw new RequestRefused(Refusals.noPlaceToWait());
        }
        CompletableFuture<Void> future = slot.get();
        // The client asked to wait, so the connection may be idle; the wait is limited here.
        question.request().addIdleTimeoutListener(timeout -> false);
        question.request().addFailureListener(future::completeExceptionally);
        // Ends with the response.
        CompletableFuture<Void> unused = future.whenComplete((done, gone) -> {
            if (gone == null) {
                orRefuse(question, () -> answer(question, waited));
            } else {
                question.callback().failed(gone);
            }
        });
        // Checked again, now that new revocations would complete it: one may have come in between.
        if (hasChanged(question)) {
            future.complete(null);
        }
    }

    /** Answers at once if the statement exists; otherwise a thread creates it. */
    private void answer(Question question, ExecutorService thread) {
        if (hasThisVersion(question)) {
            question.response().setStatus(304);
            headers(question).put(HttpHeader.ETAG, tag().text());
            question.response().write(true, ByteBuffer.allocate(0), question.callback());
            return;
        }
        EntityTag tag = tag();
        Optional<RevocationFeed.Statement> known = feed.remembered(since(question));
        if (known.isPresent()) {
            write(question, tag, known.get());
            return;
        }
        String sender = question.sender();
        if (!statements.take(sender, 1)) {
            question.refuse(Refusals.busy());
            return;
        }
        try {
            thread.execute(() -> {
                statements.giveBack(sender, 1);
                make(question);
            });
        } catch (RejectedExecutionException full) {
            statements.giveBack(sender, 1);
            question.refuse(Refusals.busy());
        }
    }

    private static long since(Question question) {
        return question.since().orElse(0L);
    }

    private void make(Question question) {
        EntityTag tag = tag();
        orRefuse(question, () -> write(question, tag, feed.statement(since(question))));
    }

    private void orRefuse(Question question, Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException thrown) {
            question.refuse(exceptions.refusalOf(
                    thrown, RequestInfo.of(question.request()).id()));
        }
    }

    private static HttpFields.Mutable headers(Question question) {
        return question.response().getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
    }

    private void write(Question question, EntityTag tag, RevocationFeed.Statement statement) {
        ByteBuffer text = statement.text();
        int size = text.remaining();
        if (!underWay.take(question.sender(), size)) {
            question.refuse(Refusals.busy());
            return;
        }
        HttpFields.Mutable headers = headers(question).put(HttpHeader.CONTENT_TYPE, "application/jwt");
        if (statement.whole()) {
            headers.put(HttpHeader.ETAG, tag.text());
        }
        headers.put(HttpHeader.CONTENT_LENGTH, size);
        Callback read = Callback.from(() -> underWay.giveBack(question.sender(), size), question.callback());
        question.response().write(true, text, read);
    }

    /** Answers waiting requests at once, and later ones without waiting. */
    @Override
    public void close() {
        longPolls.close();
        waited.shutdown();
        asking.shutdown();
    }
}
