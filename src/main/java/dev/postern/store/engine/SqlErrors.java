package dev.postern.store.engine;

import dev.postern.ops.StoreUnavailable;
import java.sql.SQLException;
import java.util.Optional;

/** Finds the causes of exceptions. */
public final class SqlErrors {
    private SqlErrors() {}

    /** The database's own exception, as deep as there is one; empty if none had a part in it. */
    public static Optional<SQLException> sql(Throwable thrown) {
        Optional<SQLException> found = Optional.empty();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                found = Optional.of(sql);
            }
        }
        return found;
    }

    /** What went wrong at first, in a line. */
    public static String reason(Throwable thrown) {
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
