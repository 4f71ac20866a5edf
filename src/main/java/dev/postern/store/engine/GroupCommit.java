package dev.postern.store.engine;

import dev.postern.ops.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Small changes of several threads in one transaction, for a store with one writer at a time. The first thread writes
 * for all that wait. All changes are committed or fail together, and no call returns before the commit. Thread-safe.
 */
public final class GroupCommit<T> {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(4);

    private static final class Item<T> {
        private final T change;
        private final Thread owner = Thread.currentThread();
        private boolean made;
        private Optional<RuntimeException> failure = Optional.empty();
        private volatile boolean done;

        Item(T change) {
            this.change = change;
        }

        void end(boolean wasMade, Optional<RuntimeException> why) {
            made = wasMade;
            failure = why;
            done = true;
            LockSupport.unpark(owner);
        }
    }

    private final Function<List<T>, boolean[]> writer;
    private final ConcurrentLinkedQueue<Item<T>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writing = new AtomicBoolean();

    /** @param writer makes changes in one transaction, and says of each whether it was made */
    public GroupCommit(Function<List<T>, boolean[]> writer) {
        this.writer = writer;
    }

    /** Whether the change was made; what the writer throws passes through. */
    public boolean make(T change) {
        Item<T> item = new Item<>(change);
        waiting.add(item);
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (!item.done) {
            if (writing.compareAndSet(false, true)) {
                writeAll(item);
            } else {
                LockSupport.parkNanos(this, PATIENCE_NS / 100);
                if (!item.done && System.nanoTime() - deadline > 0) {
                    throw new StoreUnavailable("the store is slow to write");
                }
            }
        }
        if (item.failure.isPresent()) {
            throw item.failure.get();
        }
        return item.made;
    }

    private void writeAll(Item<T> own) {
        try {
            if (!own.done) {
                write(drained());
            }
        } finally {
            writing.set(false);
            Optional.ofNullable(waiting.peek()).ifPresent(next -> LockSupport.unpark(next.owner));
        }
    }

    private List<Item<T>> drained() {
        List<Item<T>> items = new ArrayList<>();
        for (Item<T> next = waiting.poll(); next != null; next = waiting.poll()) {
            items.add(next);
        }
        return items;
    }

    private void write(List<Item<T>> items) {
        Optional<boolean[]> made = Optional.empty();
        Optional<RuntimeException> failure = Optional.empty();
        try {
            made = Optional.of(
                    writer.apply(items.stream().map(item -> item.change).toList()));
        } catch (StoreUnavailable away) {
            failure = Optional.of(away);
        } finally {
            if (made.isEmpty() && failure.isEmpty()) {
                // What was thrown is for the thread that wrote.
                failure = Optional.of(new StoreUnavailable("the write with others' failed"));
            }
            for (int i = 0; i < items.size(); i++) {
                items.get(i).end(made.isPresent() && made.get()[i], failure);
            }
        }
    }
}
