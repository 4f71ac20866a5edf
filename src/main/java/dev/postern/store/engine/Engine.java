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

    /** The signal for followers of the revocations. */
    StoreSignal signal(StoreLocation location);

    /** The clock that all instances on one store go by; empty where they share a machine. */
    Optional<StoreClock> clock();

    /** The migrations in order; the first makes version 1. One that has been released never changes. */
    List<String> scripts();

    /** The schema's version; 0 for an empty store. */
    int version(Handle handle);

    void setVersion(Handle handle, int version);

    /** Locks a name until the transaction ends; other transactions with the same name wait. */
    void lock(Handle handle, String what);

    /** Continues the generated numbers of a table after its largest one. */
    void continueNumbers(Handle handle, String table, String column);

    /** The end of a query that locks its rows until the transaction ends. */
    String rowLock();

    /** Whether there is one writer at a time, so that it is faster to share transactions. */
    boolean hasOneWriter();

    /** Notifies the followers of the revocations after the commit. */
    void announce(Handle handle);

    UserSearch userSearch();

    /** Whether a transaction failed only because of concurrent changes, so that it may be repeated. */
    boolean isConflict(SQLException thrown);

    /** Whether a failure means that the store is away, rather than that it refused the statement. */
    boolean isAway(SQLException thrown);
}
