package dev.postern.background;

import dev.postern.keys.KeyRing;
import dev.postern.ops.Health;
import dev.postern.ops.StoreUnavailable;
import dev.postern.sessions.Outages;
import dev.postern.sessions.Revocations;
import dev.postern.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads revocations and signing keys from the store: every half second, and at once when the store notifies. It has its
 * own thread, because nothing else may delay it. So it is also the first to notice that the store is away, or back.
 */
public final class StoreFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("postern");
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Database database;
    private final Revocations revocations;
    private final KeyRing keys;
    private final Outages outages;
    private final Runnable storeAnswered;
    private final Health health;
    private final InstantSource clock;
    private final Thread thread = new Thread(this::follow, "revocations");
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean away;
    private volatile long answeredAt = System.nanoTime();
    private Optional<String> keysProblem = Optional.empty();

    public StoreFollower(
            Database database,
            Revocations revocations,
            KeyRing keys,
            Outages outages,
            Runnable storeAnswered,
            Health health,
            InstantSource clock) {
        this.database = database;
        this.revocations = revocations;
        this.keys = keys;
        this.outages = outages;
        this.storeAnswered = storeAnswered;
        this.health = health;
        this.clock = clock;
        thread.setDaemon(true);
    }

    /** Returns when everything in the store was read once, and continues in the background. */
    public void start() throws InterruptedException {
        while (!look(Duration.ZERO) && !isClosedAfter(LOOK_AGAIN)) {
            LOG.debug("the store went away while starting");
        }
        thread.start();
    }

    private void follow() {
        try {
            boolean answered = true;
            while (!isClosedAfter(answered ? Duration.ZERO : LOOK_AGAIN)) {
                answered = survive();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosedAfter(Duration pause) throws InterruptedException {
        return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Continues after every failure: if it stopped, later revocations would never be enforced. */
    private boolean survive() throws InterruptedException {
        try {
            return look(LOOK);
        } catch (RuntimeException | Error unforeseen) {
            noteSilence(
                    () -> LOG.error("the store cannot be followed; the gate continues with what it knows", unforeseen));
            return false;
        }
    }

    /** Reads once, after a notification or a timeout; false if the store did not answer. */
    private boolean look(Duration atMost) throws InterruptedException {
        try {
            int history = database.awaitChanges(atMost);
            if (closed.getCount() == 0) {
                return true; // Also woken by the end of the store, whose connections are being closed.
            }
            revocations.poll(history);
            noteKeys(keys.poll());
            noteAnswer();
            return true;
        } catch (StoreUnavailable silent) {
            noteSilence(() -> LOG.warn("{}; the gate continues with what it knows", silent.getMessage()));
            return false;
        }
    }

    /** How long ago the revocations were last read. An end of a session by another instance is noticed no sooner. */
    public Duration lag() {
        return Duration.ofNanos(System.nanoTime() - answeredAt);
    }

    private void noteAnswer() {
        answeredAt = System.nanoTime();
        outages.noteAnswer(clock.instant());
        storeAnswered.run();
        health.report("store", true);
        if (away) {
            LOG.info("the store answers again");
        }
        away = false;
    }

    private void noteSilence(Runnable log) {
        outages.noteSilence();
        health.report("store", false);
        if (!away && closed.getCount() > 0) {
            log.run();
        }
        away = true;
    }

    private void noteKeys(Optional<String> problem) {
        health.report("keys", problem.isEmpty());
        if (problem.isPresent() && !problem.equals(keysProblem)) {
            LOG.error(
                    "the signing keys in the store cannot be used: {}; of those known before, what it still has stays",
                    problem.get());
        }
        keysProblem = problem;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
