package dev.postern.http.group;

import dev.postern.gate.Admission;
import dev.postern.gate.Admissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests that go on through the server to applications: streams and WebSockets. {@link #sweep} ends those whose
 * senders would no longer be admitted. Thread-safe.
 */
public final class LiveConnections {
    private static final Logger LOG = LoggerFactory.getLogger("postern.gate");

    /** What is ended with the session of its sender. No method may wait. */
    interface Live {
        /** Ends it at once. */
        void end();

        /** Ends it if it has no end of its own: an event stream or a WebSocket. */
        void endIfEndless();

        /** Ends it if its time is over. Called several times a second. */
        void checkTime();
    }

    /** A request that goes on, until it is removed. */
    final class Entry {
        private final Admission admission;
        private final Live live;
        private final AtomicBoolean asking = new AtomicBoolean();

        private Entry(Admission admission, Live live) {
            this.admission = admission;
            this.live = live;
        }

        void remove() {
            entries.remove(this);
        }

        private void check(Executor pool) {
            live.checkTime();
            switch (admissions.standing(admission)) {
                case ADMITTED -> {}
                case OVER -> live.end();
                case UNKNOWN -> {
                    if (asking.compareAndSet(false, true)) {
                        pool.execute(this::ask);
                    }
                }
            }
        }

        private void ask() {
            try {
                if (!admissions.ask(admission)) {
                    live.end();
                }
            } catch (RuntimeException away) {
                // As for known sessions: it goes on until the store answers.
                LOG.debug("a live connection cannot be checked", away);
            } finally {
                asking.set(false);
            }
        }
    }

    private final Admissions admissions;
    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

    public LiveConnections(Admissions admissions) {
        this.admissions = admissions;
    }

    /** Adds a request that was admitted. */
    Entry add(Admission admission, Live live) {
        Entry entry = new Entry(admission, live);
        entries.add(entry);
        return entry;
    }

    /** How many there are. */
    public int count() {
        return entries.size();
    }

    /** Ends the event streams and the WebSockets. Their clients connect again by themselves. */
    public void endEndless() {
        entries.forEach(entry -> entry.live.endIfEndless());
    }

    /**
     * Ends what is over. Called several times a second; does not wait.
     *
     * @param pool for those of whom the store must be asked
     */
    public void sweep(Executor pool) {
        entries.forEach(entry -> entry.check(pool));
    }
}
