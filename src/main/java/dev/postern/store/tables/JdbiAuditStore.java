package dev.postern.store.tables;

import dev.postern.ops.AuditEvent;
import dev.postern.ops.AuditStore;
import dev.postern.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** Events in the table {@code audit_events}. */
public final class JdbiAuditStore implements AuditStore {
    private static final String COLUMNS = "at, event, result, user_name, by_name, ip, session_id, detail";

    private final Database database;

    public JdbiAuditStore(Database database) {
        this.database = database;
    }

    @Override
    public void append(List<AuditEvent> events) {
        database.quickly(handle -> handle.inTransaction(inside -> append(inside, events)));
    }

    private static int[] append(Handle handle, List<AuditEvent> events) {
        PreparedBatch batch =
                handle.prepareBatch("INSERT INTO audit_events (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        for (AuditEvent event : events) {
            batch.add(
                    event.at().toEpochMilli(),
                    event.kind().text(),
                    event.result().text(),
                    event.user(),
                    event.by(),
                    event.ip(),
                    event.session(),
                    event.detail());
        }
        return batch.execute();
    }

    @Override
    public List<Kept> list(Query query) {
        String user = query.user().isEmpty() ? "" : "AND user_name = :user ";
        String event = query.event().isEmpty() ? "" : "AND event = :event ";
        return database.read(handle -> {
            var select = handle.createQuery("SELECT seq, " + COLUMNS + " FROM audit_events "
                            + "WHERE seq < :before AND at >= :since " + user + event + "ORDER BY seq DESC LIMIT :limit")
                    .bind("before", query.before())
                    .bind("since", query.since().toEpochMilli())
                    .bind("limit", query.limit());
            if (!user.isEmpty()) {
                select.bind("user", query.user());
            }
            if (!event.isEmpty()) {
                select.bind("event", query.event());
            }
            return select.map(JdbiAuditStore::kept).list();
        });
    }

    @Override
    public int prune(Instant horizon, int limit) {
        return database.quickly(handle -> handle.execute(
                "DELETE FROM audit_events WHERE seq IN "
                        + "(SELECT seq FROM audit_events WHERE at < ? ORDER BY at LIMIT ?)",
                horizon.toEpochMilli(),
                limit));
    }

    private static Kept kept(ResultSet row, StatementContext context) throws SQLException {
        AuditEvent event = new AuditEvent(
                Instant.ofEpochMilli(row.getLong("at")),
                AuditEvent.Kind.valueOf(row.getString("event").toUpperCase(Locale.ROOT)),
                AuditEvent.Result.valueOf(row.getString("result").toUpperCase(Locale.ROOT)),
                row.getString("user_name"),
                row.getString("by_name"),
                row.getString("ip"),
                row.getString("session_id"),
                row.getString("detail"),
                "");
        return new Kept(row.getLong("seq"), event);
    }
}
