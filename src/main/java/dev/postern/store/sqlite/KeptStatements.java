package dev.postern.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilderFactory;
import org.jdbi.v3.core.statement.StatementContext;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * Keeps the prepared statements of each connection, because SQLite takes longer to compile most of ours than to run them,
 * and neither the driver nor the pool keeps any. At most {@value #MOST} for a connection, those used last. Thread-safe; each
 * connection is used by one thread at a time.
 */
final class KeptStatements implements StatementBuilderFactory {
    static final int MOST = 32;

    private final Map<SQLiteConnection, Map<String, PreparedStatement>> kept = new ConcurrentHashMap<>();

    @Override
    public StatementBuilder createStatementBuilder(Connection pooled) {
        try {
            SQLiteConnection connection = pooled.unwrap(SQLiteConnection.class);
            Map<String, PreparedStatement> own = kept.get(connection);
            return new Builder(connection, own == null ? begin(connection) : own);
        } catch (SQLException closed) {
            return DefaultStatementBuilder.FACTORY.createStatementBuilder(pooled);
        }
    }

    /** The pool replaces a connection only after a failure. */
    private Map<String, PreparedStatement> begin(SQLiteConnection connection) throws SQLException {
        for (Iterator<SQLiteConnection> each = kept.keySet().iterator(); each.hasNext(); ) {
            if (each.next().isClosed()) {
                each.remove();
            }
        }
        Map<String, PreparedStatement> none = new LinkedHashMap<>();
        kept.put(connection, none);
        return none;
    }

    /** How many statements are kept, for all connections. */
    int count() {
        return kept.values().stream().mapToInt(Map::size).sum();
    }

    /** The statements of one connection; one that is in use is not among them. */
    private static final class Builder extends DefaultStatementBuilder {
        private final SQLiteConnection connection;
        private final Map<String, PreparedStatement> statements;

        /** By statement: Jdbi closes it with the text that its caller wrote, in which parameters have names. */
        private final IdentityHashMap<Statement, String> inUse = new IdentityHashMap<>(2);

        Builder(SQLiteConnection connection, Map<String, PreparedStatement> statements) {
            this.connection = connection;
            this.statements = statements;
        }

        @Override
        public PreparedStatement create(Connection pooled, String sql, StatementContext ctx) throws SQLException {
            PreparedStatement known = statements.remove(sql);
            PreparedStatement statement = known != null ? known : super.create(connection, sql, ctx);
            inUse.put(statement, sql);
            return statement;
        }

        @Override
        public void close(Connection pooled, String named, Statement statement) throws SQLException {
            String sql = inUse.remove(statement);
            if (sql == null || !(statement instanceof PreparedStatement prepared) || statements.containsKey(sql)) {
                statement.close();
                return;
            }
            reset(prepared);
            statements.put(sql, prepared);
            if (statements.size() > MOST) {
                Iterator<PreparedStatement> all = statements.values().iterator();
                PreparedStatement unusedLongest = all.next();
                all.remove();
                unusedLongest.close();
            }
        }

        /**
         * Ends what the statement was doing. The driver does so only with the result, of which there is none after an update
         * that returned rows: such a statement would hold a lock.
         */
        private static void reset(PreparedStatement statement) throws SQLException {
            if (statement instanceof CoreStatement own) {
                int unused =
                        own.pointer.safeRunInt(DB::reset); // The error of a step that failed, which was thrown then.
            }
            statement.clearParameters();
            statement.clearBatch();
        }
    }
}
