package dev.postern.users;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A few threads that hash passwords, so that many logins cannot use all cores. Thread-safe.
 *
 * <p>Callers wait. Senders that an account knows have a separate queue and go first, so that unknown senders cannot
 * keep them out. If a queue is full, the next caller is refused at once.
 */
public final class PasswordWorkers implements AutoCloseable {

    /** The queue size for senders that an account knows. */
    public static final int KNOWN_PLACES = 32;

    /** Which queue a password check uses. */
    public enum Standing {
        /** A sender that the account does not know. */
        STRANGER,
        /** A sender that the account knows, by address, browser or session, or an administrator. */
        KNOWN
    }

    private record Waiting<T>(FutureTask<T> task, Standing standing, long number)
            implements Runnable, Comparable<Waiting<?>> {
        private static final Comparator<Waiting<?>> KNOWN_FIRST = Comparator.<Waiting<?>, Standing>comparing(
                        Waiting::standing, Comparator.reverseOrder())
                .thenComparingLong(Waiting::number);

        @Override
        public void run() {
            task.run();
        }

        @Override
        public int compareTo(Waiting<?> other) {
            return KNOWN_FIRST.compare(this, other);
        }
    }

    private final int mostWaiting;
    private final ThreadPoolExecutor pool;
    private final Map<Standing, Semaphore> slots;
    private final AtomicLong arrivals = new AtomicLong();
    private final LongConsumer waited;

    /**
     * @param workers how many passwords are checked at a time, at least 1
     * @param queue how many more unknown senders may wait, at least 1
     */
    public PasswordWorkers(int workers, int queue) {
        this(workers, queue, nanos -> {});
    }

    /**
     * The same, measured.
     *
     * @param waited gets, for each password, how long it waited for a worker, in nanoseconds
     */
    public PasswordWorkers(int workers, int queue, LongConsumer waited) {
        this.waited = waited;
        pool = new ThreadPoolExecutor(workers, workers, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), threads());
        mostWaiting = 2 * workers + queue + KNOWN_PLACES;
        slots = Map.of(
                Standing.STRANGER,
                new Semaphore(workers + queue),
                Standing.KNOWN,
                new Semaphore(workers + KNOWN_PLACES));
    }

    /** How many callers may wait at once, including those being served. */
    public int mostWaiting() {
        return mostWaiting;
    }

    /** How many callers wait for a worker now. */
    public int queued() {
        return pool.getQueue().size();
    }

    /** All processors but one, which stays free for requests that need no password; at least one. */
    public static int autoWorkers(int processors) {
        return Math.max(1, processors - 1);
    }

    /**
     * The result of the work, which a worker does while the caller waits. Exceptions of the work are passed on.
     *
     * @throws LoginRefused {@code BUSY} if the queue is full, on closing, and if the caller is interrupted, whose
     *     interrupt flag then stays set; work that had not begun is dropped
     */
    public <T> T run(Standing standing, Supplier<T> work) throws LoginRefused {
        Semaphore theirs = Objects.requireNonNull(slots.get(standing));
        if (!theirs.tryAcquire()) {
            throw new LoginRefused(LoginRefused.Reason.BUSY);
        }
        Waiting<T> waiting = new Waiting<>(new FutureTask<>(timed(work)), standing, arrivals.incrementAndGet());
        try {
            pool.execute(waiting);
            return waiting.task().get();
        } catch (RejectedExecutionException | CancellationException noSlot) {
            throw new LoginRefused(LoginRefused.Reason.BUSY);
        } catch (InterruptedException interrupted) {
            abandon(waiting);
            throw new LoginRefused(LoginRefused.Reason.BUSY);
        } catch (ExecutionException failed) {
            throw unchecked(failed);
        } finally {
            theirs.release();
        }
    }

    private <T> Callable<T> timed(Supplier<T> work) {
        long arrived = System.nanoTime();
        return () -> {
            waited.accept(System.nanoTime() - arrived);
            return work.get();
        };
    }

    /** The same for an unknown sender. */
    public <T> T run(Supplier<T> work) throws LoginRefused {
        return run(Standing.STRANGER, work);
    }

    /** Refuses waiting and new callers; running work is completed. */
    @Override
    public void close() {
        pool.shutdown();
        List<Runnable> waiting = new ArrayList<>();
        pool.getQueue().drainTo(waiting);
        waiting.forEach(each -> ((Waiting<?>) each).task().cancel(false));
    }

    private void abandon(Waiting<?> waiting) {
        Thread.currentThread().interrupt();
        // Running work is not interrupted: bcrypt ignores interrupts, and they could harm a store.
        waiting.task().cancel(false);
        pool.remove(waiting);
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

    @SuppressWarnings("ThreadPriorityCheck") // Nothing depends on it: other requests are faster where it is heeded.
    private static ThreadFactory threads() {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, "password-worker-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY); // Where the JVM is told to heed it: -XX:ThreadPriorityPolicy=1.
            return thread;
        };
    }
}
