package dev.postern.store.postgres;

import dev.postern.store.engine.SqlErrors;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** PostgreSQL's error codes, by the states of the SQL standard. */
final class PostgresErrors implements SqlErrors {
    static final String READ_ONLY = "25006";

    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");
    private static final String TOO_MANY_CONNECTIONS = "53300";

    @Override
    public boolean isConflict(SQLException thrown) {
        return CONFLICTS.contains(String.valueOf(thrown.getSQLState()));
    }

    @Override
    public boolean isAway(SQLException thrown) {
        String state = String.valueOf(thrown.getSQLState());
        return thrown instanceof SQLTransientConnectionException
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.equals(TOO_MANY_CONNECTIONS)
                || state.equals(READ_ONLY);
    }
}
