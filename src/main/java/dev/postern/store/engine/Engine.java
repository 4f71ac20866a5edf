package dev.postern.store.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** One kind of database that a store may be in: how to connect to it. One for each store; thread-safe. */
public interface Engine {

    /**
     * Connects, and migrates the store where it is older than this program.
     *
     * @param mayMake whether to make a store where there is none
     * @throws StoreMissing if there is none, and none is to be made
     * @throws RuntimeException if it cannot be opened
     */
    Pools open(StoreLocation location, boolean mayMake) throws SQLException;

    /** A connection to an open store, without a limit on the duration of its statements. */
    Connection connect(StoreLocation location) throws SQLException;

    /** The signal for followers of the revocations. */
    StoreSignal signal(StoreLocation location);

    /** The clock that all instances on one store use; empty where they share a machine. */
    Optional<StoreClock> clock();

    /** How statements differ. */
    Dialect dialect();

    /** What failures mean. */
    SqlErrors errors();
}
