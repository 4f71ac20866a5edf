package dev.postern.http.feed;

import dev.postern.http.server.Quota;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Places for requests that wait for news, bounded in all and for each sender; nobody who waits holds a thread. */
final class LongPolls {
    private static final int PLACES = 1_000;
    private static final int PLACES_EACH = 100;

    private final Map<Long, CompletableFuture<Void>> waiting = new HashMap<>();
    private final Quota places = new Quota(PLACES, PLACES_EACH, 1);
    private long comers;
    private boolean closed;

    /**
     * Takes a place, which is given back when the turn is completed by whomever.
     *
     * @param sender whose places are counted together
     * @return completed by news, or after so many seconds; empty if there is no place left
     */
    Optional<CompletableFuture<Void>> enter(String sender, int seconds) {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        long number;
        synchronized (this) {
            if (closed) {
                return Optional.of(CompletableFuture.completedFuture(null));
            }
            if (!places.take(sender, 1)) {
                return Optional.empty();
            }
            number = ++comers;
            waiting.put(number, turn);
        }
        // Ends with the turn.
        CompletableFuture<Void> unused = turn.completeOnTimeout(null, seconds, TimeUnit.SECONDS)
                .whenComplete((done, failed) -> leave(number, sender));
        return Optional.of(turn);
    }

    private synchronized void leave(long number, String sender) {
        waiting.remove(number);
        places.giveBack(sender, 1);
    }

    /** It is everybody's turn. */
    void wake() {
        List<CompletableFuture<Void>> all;
        synchronized (this) {
            all = List.copyOf(waiting.values());
        }
        all.forEach(turn -> turn.complete(null));
    }

    /** It is everybody's turn, and nobody waits from now on. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        wake();
    }
}
