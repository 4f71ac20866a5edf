package dev.postern.store.engine;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** How the statements of one kind of database differ from those of another. Thread-safe. */
public interface Dialect {

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
}
