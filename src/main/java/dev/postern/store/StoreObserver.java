package dev.postern.store;

/** Receives a report of each call of a store. */
@FunctionalInterface
public interface StoreObserver {
    /** No observer. */
    StoreObserver NONE = (use, nanos, failed) -> {};

    /**
     * Called when a call is over.
     *
     * @param use what kind of connection it was on
     * @param nanos how long it took, with the wait for a connection
     */
    void called(String use, long nanos, boolean failed);
}
