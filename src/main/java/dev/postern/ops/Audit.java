package dev.postern.ops;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Records security events: in the log at once, and in the store by a separate thread, which writes all waiting events
 * in one transaction. So no caller waits for the disk. While the store is away, up to 10,000 events wait; further
 * events are only in the log, which says how many. Thread-safe.
 */
public final class Audit implements AutoCloseable {
    private static final Logger LOG = AuditLog.LOG;
    private static final int MOST_WAITING = 10_000;
    private static final int BATCH = 500;

    /** The least time between two transactions: while many events come, each takes many of them. */
    private static final Duration PACE = Duration.ofMillis(5);

    private static final int PRUNE_CHUNK = 1_000;
    private static final int PRUNE_ROUNDS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final AuditStore store;
    private final Consumer<AuditEvent> log;
    private final Duration retention;
    private final InstantSource clock;
    private final LinkedBlockingQueue<AuditEvent> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread writer = new Thread(this::write, "audit-writer");
    private final Object progress = new Object();
    private long recorded;
    private long written;
    private long dropped;
    private volatile boolean closing;
    private volatile List<AuditEvent> unwritten = List.of();

    /**
     * @param log takes each event at once, before the store does
     * @param retention how long events are kept
     */
    public Audit(AuditStore store, Consumer<AuditEvent> log, Duration retention, InstantSource clock) {
        this.store = store;
        this.log = log;
        this.retention = retention;
        this.clock = clock;
        writer.setDaemon(true);
        writer.start();
    }

    /** An event of this moment. */
    public AuditEvent event(AuditEvent.Kind kind) {
        return AuditEvent.of(kind, clock.instant());
    }

    public void record(AuditEvent event) {
        log.accept(event);
        synchronized (progress) {
            if (waiting.offer(event)) {
                recorded++;
            } else if (dropped++ == 0) {
                LOG.error("too many events wait for the store; from here on they are in this log alone");
            }
        }
    }

    /** How many events wait for the store. */
    public int waiting() {
        return waiting.size();
    }

    /** When the newest event in the store happened; empty if there is none, or the store is away. */
    public Optional<Instant> newest() {
        try {
            return store.list(new AuditStore.Query("", "", Instant.EPOCH, Long.MAX_VALUE, 1)).stream()
                    .map(kept -> kept.event().at())
                    .findFirst();
        } catch (StoreUnavailable away) {
            return Optional.empty();
        }
    }

    /**
     * The requested events, the newest first. Waits a short time for the store, so that all recorded events are
     * included.
     */
    public List<AuditStore.Kept> list(AuditStore.Query query) {
        flush(PATIENCE);
        return store.list(query);
    }

    /** Deletes old events, some at a time, so that writers do not wait long. */
    public void prune() {
        for (int round = 0; round < PRUNE_ROUNDS; round++) {
            if (store.prune(clock.instant().minus(retention), PRUNE_CHUNK) < PRUNE_CHUNK) {
                return;
            }
        }
    }

    private void flush(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (progress) {
            long wanted = recorded;
            long left = patience.toNanos();
            try {
                while (written < wanted && left > 0) {
                    TimeUnit.NANOSECONDS.timedWait(progress, left);
                    left = deadline - System.nanoTime();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write() {
        List<AuditEvent> batch = new ArrayList<>();
        long last = System.nanoTime() - PACE.toNanos();
        while (!closing || !batch.isEmpty()) {
            try {
                if (batch.isEmpty()) {
                    batch.add(waiting.take());
                    TimeUnit.NANOSECONDS.sleep(PACE.toNanos() - (System.nanoTime() - last));
                    waiting.drainTo(batch, BATCH - 1);
                }
                last = System.nanoTime();
                store.append(batch);
                note(batch.size());
                batch.clear();
            } catch (InterruptedException closed) {
                break;
            } catch (RuntimeException | Error away) {
                if (closing) {
                    break;
                }
                pause();
            }
        }
        unwritten = List.copyOf(batch);
    }

    private void note(int count) {
        synchronized (progress) {
            written += count;
            if (dropped > 0 && waiting.remainingCapacity() > 0) {
                LOG.error("{} events are in this log alone; the store takes events again", dropped);
                dropped = 0;
            }
            progress.notifyAll();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes the waiting events. Logs each event that the store does not accept within ten seconds. */
    @Override
    public void close() {
        flush(PATIENCE_AT_CLOSE);
        closing = true;
        writer.interrupt();
        try {
            writer.join(PATIENCE_AT_CLOSE.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        List<AuditEvent> lost = new ArrayList<>(unwritten);
        waiting.drainTo(lost);
        lost.forEach(event -> LOG.error("the store did not take this event: {}", AuditLog.line(event)));
    }
}
