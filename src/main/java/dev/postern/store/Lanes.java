package dev.postern.store;

/**
 * The ways to an open store.
 *
 * @param durable for transactions that must survive a power loss
 * @param quick for writes that may be lost by one: they do not wait for the disk
 * @param reads for queries alone, which wait for no write
 * @param follower for the one thread that follows the store, so that it waits for nobody
 */
record Lanes(Lane durable, Lane quick, Lane reads, Lane follower) implements AutoCloseable {

    @Override
    public void close() {
        quick.close();
        reads.close();
        follower.close();
        durable.close();
    }
}
