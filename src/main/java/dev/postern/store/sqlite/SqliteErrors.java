package dev.postern.store.sqlite;

import dev.postern.store.engine.SqlErrors;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.sqlite.SQLiteErrorCode;

/** SQLite's error codes. */
final class SqliteErrors implements SqlErrors {

    @Override
    public boolean isConflict(SQLException thrown) {
        return false;
    }

    /** Whether another process holds the file, which is all that can take a SQLite store away for a while. */
    @Override
    public boolean isAway(SQLException thrown) {
        return thrown instanceof SQLTransientConnectionException
                || (thrown.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
    }
}
