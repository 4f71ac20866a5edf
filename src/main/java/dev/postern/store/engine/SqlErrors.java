package dev.postern.store.engine;

import dev.postern.ops.StoreUnavailable;
import java.sql.SQLException;
import java.util.Optional;

/** What the exceptions of one kind of database mean. Thread-safe. */
public interface SqlErrors {

    /** Whether a transaction failed only because of concurrent changes, so that it may be repeated. */
    boolean isConflict(SQLException thrown);

    /** Whether the store is away; otherwise it refused the statement. */
    boolean isAway(SQLException thrown);

    /** {@link #isConflict(SQLException)} of the cause; false if the database had no part in it. */
    default boolean isConflict(Exception thrown) {
        return cause(thrown).map(this::isConflict).orElse(false);
    }

    /** {@link #isAway(SQLException)} of the cause; false if the database had no part in it. */
    default boolean isAway(Exception thrown) {
        return cause(thrown).map(this::isAway).orElse(false);
    }

    /** The database's own exception, as deep as there is one; empty if none had a part in it. */
    static Optional<SQLException> cause(Throwable thrown) {
        Optional<SQLException> found = Optional.empty();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                found = Optional.of(sql);
            }
        }
        return found;
    }

    /** What went wrong at first, in a line. */
    static String reason(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message =
                String.valueOf(deepest.getMessage()).lines().findFirst().orElse("");
        return deepest instanceof SQLException || deepest instanceof StoreUnavailable
                ? message
                : deepest.getClass().getSimpleName() + ": " + message;
    }
}
