import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Fills a SQLite store with users who never sign in, and with a session for each. */
public final class Fill {
    private static final String NUMBERS =
            "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?) ";

    public static void main(String[] args) throws SQLException {
        int count = Integer.parseInt(args[1]);
        long now = System.currentTimeMillis();
        try (Connection store = DriverManager.getConnection(args[0])) {
            store.setAutoCommit(false);
            insert(store, count, "INSERT INTO users (id, username, username_key, password_hash, roles, disabled, created_at) "
                    + NUMBERS + "SELECT 'bench-user-' || n, 'bench' || n, 'bench' || n, 'none', '', 0, " + now + " FROM numbers");
            insert(store, count, "INSERT INTO user_names (username_key) " + NUMBERS + "SELECT 'bench' || n FROM numbers");
            insert(store, count, "INSERT INTO sessions (id, user_id, seed, generation, created_at, rotated_at, expires_at, "
                    + "ends_at, ip, user_agent) " + NUMBERS
                    + "SELECT hex(randomblob(8)) || n, 'bench-user-' || n, hex(randomblob(16)), 1, " + now + ", " + now + ", "
                    + (now + 86_400_000) + ", " + (now + 86_400_000) + ", '192.0.2.1', 'bench' FROM numbers");
            store.commit();
        }
    }

    private static void insert(Connection store, int count, String sql) throws SQLException {
        try (PreparedStatement insert = store.prepareStatement(sql)) {
            insert.setInt(1, count);
            insert.executeUpdate();
        }
    }
}
