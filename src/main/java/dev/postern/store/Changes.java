package dev.postern.store;

import dev.postern.sessions.Revocation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The changes of the current thread's transaction. The listener is notified after the commit, so no caller has to
 * remember it. Thread-safe.
 */
public final class Changes {
    private static final class Noted {
        private final List<Revocation> revocations = new ArrayList<>();
        private boolean users;
    }

    @SuppressWarnings("ThreadLocalUsage") // One for each store, and there are not many.
    private final ThreadLocal<Noted> noted = new ThreadLocal<>();

    private volatile ChangeListener listener = new ChangeListener() {
        @Override
        public void revoked(List<Revocation> revocations) {}

        @Override
        public void usersChanged() {}
    };

    void listen(ChangeListener one) {
        listener = one;
    }

    /** Called when a transaction begins, perhaps again: the changes of an earlier attempt were rolled back. */
    void begin() {
        noted.set(new Noted());
    }

    public void noteRevocations(List<Revocation> revocations) {
        current().revocations.addAll(revocations);
    }

    public void noteUsers() {
        current().users = true;
    }

    private Noted current() {
        Noted present = noted.get();
        if (present == null) {
            throw new IllegalStateException("changes are made in durable transactions alone");
        }
        return present;
    }

    /** Runs a transaction, and reports what it changed if it is committed. */
    <T> T commit(Supplier<T> transaction) {
        try {
            T result = transaction.get();
            report();
            return result;
        } finally {
            noted.remove();
        }
    }

    private void report() {
        Noted made = noted.get();
        if (made == null) {
            return;
        }
        if (!made.revocations.isEmpty()) {
            listener.revoked(made.revocations);
        }
        if (made.users) {
            listener.usersChanged();
        }
    }
}
