package dev.postern.storm;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The time that a storm lasts, begun when it is made. */
record Span(Duration length, long start) {
    static Span begin(Duration length) {
        return new Span(length, System.nanoTime());
    }

    /** How much of it is past: 1 at its end. */
    double past() {
        return (double) (System.nanoTime() - start) / length.toNanos();
    }

    boolean isOver() {
        return past() >= 1;
    }

    /** Waits until so much of it is past. */
    void await(double part) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(start + (long) (part * length.toNanos()) - System.nanoTime());
    }

    /** A moment as a person reads it. */
    String tell(long nanoTime) {
        return String.format(Locale.ROOT, "%.3f s", (nanoTime - start) / 1e9);
    }

    /** As long as a client waits before it asks again. */
    static void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(50, 200));
    }
}
