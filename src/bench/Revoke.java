import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;

/** Fills a SQLite store with revocations of sessions that nobody has. */
public final class Revoke {
    public static void main(String[] args) throws Exception {
        try (Connection store = DriverManager.getConnection(args[0]);
                PreparedStatement insert = store.prepareStatement(
                        "INSERT INTO revocations (kind, id, before, told_at) VALUES ('sid', ?, 0, ?)")) {
            store.setAutoCommit(false);
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                insert.setString(1, "bench-session-number-" + i);
                insert.setLong(2, System.currentTimeMillis());
                insert.addBatch();
            }
            insert.executeBatch();
            store.commit();
        }
    }
}
