package dev.postern.http.feed;

import dev.postern.http.server.Quota;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Requests that wait for new revocations. Their number is limited in all and per sender; a waiting request holds no
 * thread.
 */
final class LongPolls {
    private static final int SLOTS = 1_000;
    private static final int SLOTS_EACH = 100;

    private final Map<Long, CompletableFuture<Void>> waiting = new HashMap<>();
    private final Quota slots = new Quota(SLOTS, SLOTS_EACH, 1);
    private long entered;
    private boolean closed;

    /**
     * Adds a waiting request. It leaves when the future is completed.
     *
     * @param sender whose requests are counted together
     * @return completed by a new revocation, or after so many seconds; empty if too many wait
     */
    Optional<CompletableFuture<Void>> enter(String sender, int seconds) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        long number;
        synchronized (this) {
            if (closed) {
                return Optional.of(CompletableFuture.completedFuture(null));
            }
            if (!slots.take(sender, 1)) {
                return Optional.empty();
            }
            number = ++entered;
            waiting.put(number, future);
        }
        // Ends with the future.
        CompletableFuture<Void> unused = future.completeOnTimeout(null, seconds, TimeUnit.SECONDS)
                .whenComplete((done, failed) -> leave(number, sender));
        return Optional.of(future);
    }

    private synchronized void leave(long number, String sender) {
        waiting.remove(number);
        slots.giveBack(sender, 1);
    }

    /** Completes all. */
    void wake() {
        List<CompletableFuture<Void>> all;
        synchronized (this) {
            all = List.copyOf(waiting.values());
        }
        all.forEach(future -> future.complete(null));
    }

    /** Completes all, and lets no request wait from now on. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        wake();
    }
}
