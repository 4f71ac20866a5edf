package dev.postern.users;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The few threads that hash passwords, so that a rush of logins cannot take every core. Thread-safe.
 *
 * <p>Callers wait; once {@code queue} of them wait besides those being served, the next is refused at once.
 */
public final class PasswordWorkers implements AutoCloseable {

    private final ThreadPoolExecutor pool;

    /**
     * @param workers how many passwords are worked on at a time, at least 1
     * @param queue how many more may wait, at least 1
     */
    public PasswordWorkers(int workers, int queue) {
        pool = new ThreadPoolExecutor(
                workers, workers, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(queue), threads());
    }

    /** All processors but one, which stays free for requests that need no password; at least one. */
    public static int autoWorkers(int processors) {
        return Math.max(1, processors - 1);
    }

    /**
     * The result of the work, done on a worker while the caller waits. What the work throws comes out as it is.
     *
     * @throws LoginRefused {@code BUSY} when no place is free, on closing, and when the caller is interrupted, whose
     *     interrupt flag then stays set; work that had not begun never will
     */
    public <T> T run(Supplier<T> work) throws LoginRefused {
        FutureTask<T> task = new FutureTask<>(work::get);
        try {
            pool.execute(task);
            return task.get();
        } catch (RejectedExecutionException | CancellationException noPlace) {
            throw new LoginRefused(LoginRefused.Reason.BUSY);
        } catch (InterruptedException interrupted) {
            abandon(task);
            throw new LoginRefused(LoginRefused.Reason.BUSY);
        } catch (ExecutionException failed) {
            throw unchecked(failed);
        }
    }

    /** Refuses whoever waits or comes; what is being worked on goes on to its end. */
    @Override
    public void close() {
        pool.shutdown();
        List<Runnable> waiting = new ArrayList<>();
        pool.getQueue().drainTo(waiting);
        waiting.forEach(task -> ((Future<?>) task).cancel(false));
    }

    private void abandon(FutureTask<?> task) {
        Thread.currentThread().interrupt();
        // Work under way is let be: bcrypt heeds no interrupt, and a store might take harm from one.
        task.cancel(false);
        pool.remove(task);
    }

    private static RuntimeException unchecked(ExecutionException failed) {
        if (failed.getCause() instanceof RuntimeException thrown) {
            return thrown;
        }
        if (failed.getCause() instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(failed); // A supplier can throw nothing else.
    }

    private static ThreadFactory threads() {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, "password-worker-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
