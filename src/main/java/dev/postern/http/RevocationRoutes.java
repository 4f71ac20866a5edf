package dev.postern.http;

import dev.postern.sessions.RevocationFeed;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What services that verify tokens by themselves poll, or wait at. Answers are made on one thread of their own, so that
 * however many ask, it costs one core at most and holds up nobody else; those who wait hold no thread.
 */
final class RevocationRoutes implements AutoCloseable {
    private static final int LONGEST_WAIT_S = 30;

    /** More who want to wait are answered at once. */
    private static final int MOST_WAITING = 1_000;

    private final RevocationFeed feed;
    private final AtomicLong comers = new AtomicLong();
    private final Map<Long, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
    private final ExecutorService thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(2 * MOST_WAITING), task -> {
                Thread daemon = new Thread(task, "revocation-feed");
                daemon.setDaemon(true);
                return daemon;
            });

    RevocationRoutes(RevocationFeed feed) {
        this.feed = feed;
        feed.onNews(this::wake);
    }

    void list(Context ctx) {
        QueryParameters query = QueryParameters.of(ctx).only("since", "wait");
        Optional<Long> since = query.position("since");
        int wait = query.number("wait", 0, LONGEST_WAIT_S, 0);
        if (!feed.isReady()) {
            throw new RequestRefused(Refusals.unavailable("starting"));
        }
        ctx.future(() -> turn(ctx, since, wait).thenRunAsync(() -> answer(ctx, since), thread));
    }

    /** Completed when it is time to answer. */
    private CompletableFuture<Void> turn(Context ctx, Optional<Long> since, int wait) {
        if (wait == 0 || waiting.size() >= MOST_WAITING) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> turn = new CompletableFuture<>();
        long number = comers.incrementAndGet();
        waiting.put(number, turn);
        turn.completeOnTimeout(null, wait, TimeUnit.SECONDS);
        // Looked at after it was put where news finds it, so that none comes in between.
        if (hasNews(ctx, since)) {
            turn.complete(null);
        }
        return turn.whenComplete((done, never) -> waiting.remove(number));
    }

    private boolean hasNews(Context ctx, Optional<Long> since) {
        boolean hasAll = since.isPresent() && !feed.hasNewsSince(since.get());
        return !hasAll && !tag().isAmong(ctx.header("If-None-Match"));
    }

    private void answer(Context ctx, Optional<Long> since) {
        EntityTag tag = tag();
        ctx.header("Cache-Control", "no-cache");
        if (tag.isAmong(ctx.header("If-None-Match"))) {
            ctx.header("ETag", tag.text()).status(304);
            return;
        }
        RevocationFeed.Statement told = feed.tell(since.orElse(0L));
        if (told.whole()) {
            ctx.header("ETag", tag.text());
        }
        ctx.contentType("application/jwt").result(told.text());
    }

    private EntityTag tag() {
        return EntityTag.weak(feed.position());
    }

    private void wake() {
        waiting.values().forEach(turn -> turn.complete(null));
    }

    /** Answers at once whoever waits. */
    @Override
    public void close() {
        wake();
        thread.shutdown();
    }
}
