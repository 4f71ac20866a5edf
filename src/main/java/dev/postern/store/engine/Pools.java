package dev.postern.store.engine;

/**
 * The connection pools of an open store.
 *
 * @param durable for transactions that must survive a power loss
 * @param quick for writes that may be lost by one: they do not wait for the disk
 * @param reads for queries alone, which wait for no write
 * @param follower for the one thread that follows the store, so that it waits for nobody
 */
public record Pools(BoundedPool durable, BoundedPool quick, BoundedPool reads, BoundedPool follower)
        implements AutoCloseable {

    @Override
    public void close() {
        quick.close();
        reads.close();
        follower.close();
        durable.close();
    }
}
