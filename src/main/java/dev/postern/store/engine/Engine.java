package dev.postern.store.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What differs between the databases that a store may be in. One for each store; safe for use by many threads. */
public interface Engine {

    /**
     * Connects, and migrates the store where it is older than this program.
     *
     * @param mayMake whether to make a store where there is none
     * @throws StoreMissing if there is none, and none is to be made
     * @throws RuntimeException if it cannot be opened
     */
    Pools open(StoreLocation location, boolean mayMake) throws SQLException;

    /** A connection to an open store for work that takes as long as it takes. */
    Connection connect(StoreLocation location) throws SQLException;

    /** What wakes whoever follows the revocations. */
    StoreSignal news(StoreLocation location);

    /** The clock that all instances on one store go by; empty where they share a machine. */
    Optional<StoreClock> clock();

    /** The migrations in order; the first makes version 1. One that has been released never changes. */
    List<String> scripts();

    /** The schema's version; 0 for an empty store. */
    int version(Handle handle);

    void setVersion(Handle handle, int version);

    /** Lets one transaction alone, of all that name the same, go on from here; the next when it has ended. */
    void lock(Handle handle, String what);

    /** Lets numbers that a table draws by itself go on behind those that stand there. */
    void continueNumbers(Handle handle, String table, String column);

    /** What stands behind a query for a row that is to stay as it is until the transaction ends. */
    String rowLock();

    /** Whether writers stand in one queue, so that it pays to write for each other. */
    boolean hasOneWriter();

    /** Wakes those who follow the revocations, once the transaction has ended well. */
    void announce(Handle handle);

    UserSearch userSearch();

    /** Whether a transaction failed only by what others did meanwhile, and changed nothing: it may be tried again. */
    boolean isConflict(SQLException thrown);

    /** Whether a failure says that the store is not there, rather than that it would not do what was asked. */
    boolean isAway(SQLException thrown);
}
