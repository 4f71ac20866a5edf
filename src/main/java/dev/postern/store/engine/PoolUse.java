package dev.postern.store.engine;

/**
 * How a connection pool is used at present.
 *
 * @param active connections in use
 * @param most connections that it may have
 * @param waiting threads that wait for one
 */
public record PoolUse(int active, int most, int waiting) {}
