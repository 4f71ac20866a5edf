package dev.postern.store.postgres;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/** Closes connections to a server that is read-only: another one was promoted. */
public final class EvictReadOnly implements SQLExceptionOverride {
    @java.lang.Override
    public Override adjudicate(SQLException thrown) {
        return PostgresErrors.READ_ONLY.equals(thrown.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
