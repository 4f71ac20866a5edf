package dev.postern.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A look, for three seconds, at whether a session that has been signed out is let in anywhere. */
final class Watch {
    private static final int TICKS = 150;
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(20);

    /** How many answers of one instance may be outstanding: more would jam it, and the clients with it. */
    private static final int UNDER_WAY = 16;

    private final Doors doors;
    private final Pair pair;
    private final long at;
    private final List<List<CompletableFuture<Answer>>> entries = new ArrayList<>();
    private final List<CompletableFuture<Answer>> refreshes = new ArrayList<>();

    Watch(Doors doors, Pair pair, long at) {
        this.doors = doors;
        this.pair = pair;
        this.at = at;
        for (int i = 0; i < doors.count(); i++) {
            entries.add(new ArrayList<>());
        }
    }

    Ended run() throws InterruptedException {
        for (int tick = 0; tick < TICKS; tick++) {
            probe();
            TimeUnit.NANOSECONDS.sleep(at + (tick + 1) * TICK_NS - System.nanoTime());
        }
        List<Answer> answers = Stream.concat(entries.stream().flatMap(List::stream), refreshes.stream())
                .map(CompletableFuture::join)
                .filter(answer -> !answer.failed())
                .toList();
        return new Ended(pair, at, answers);
    }

    private void probe() {
        for (int i = 0; i < entries.size(); i++) {
            List<CompletableFuture<Answer>> sent = entries.get(i);
            if (mayAsk(sent, UNDER_WAY)) {
                sent.add(doors.enter(i, pair.access()));
            }
        }
        if (mayAsk(refreshes, 1)) {
            refreshes.add(doors.refresh(refreshes.size() % doors.count(), pair.refresh()));
        }
    }

    private static boolean mayAsk(List<CompletableFuture<Answer>> sent, int underWay) {
        return sent.size() < underWay || sent.get(sent.size() - underWay).isDone();
    }
}
