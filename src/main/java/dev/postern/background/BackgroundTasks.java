package dev.postern.background;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Periodic tasks of a running server, on one thread. A failure is logged; the task runs again at its next time. */
public final class BackgroundTasks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("postern");

    private static final int PATIENCE_S = 2;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "background");
        daemon.setDaemon(true);
        return daemon;
    });

    public void every(Duration pause, Runnable task) {
        // Ends with the thread; a task never throws.
        Future<?> unused = thread.scheduleWithFixedDelay(
                () -> survive(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    public void every(Duration pause, BooleanSupplier condition, Runnable task) {
        every(pause, () -> {
            if (condition.getAsBoolean()) {
                task.run();
            }
        });
    }

    private static void survive(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error failed) {
            LOG.warn("a background task failed and will be tried again: {}", failed.toString());
        }
    }

    /** Lets a running task end, within limits: it may be using the store, which is closed next. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_S, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException stopped) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
