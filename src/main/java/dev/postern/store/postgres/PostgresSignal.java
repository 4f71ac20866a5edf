package dev.postern.store.postgres;

import dev.postern.store.engine.StoreClock;
import dev.postern.store.engine.StoreSignal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * Notifications by {@code LISTEN}, on a separate connection, so that it does not wait behind requests. Each reading
 * also sets the clock, and returns the server's timeline, which changes with each promotion.
 */
final class PostgresSignal implements StoreSignal {
    private static final String LOOK = "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT), "
            + "left(pg_walfile_name(pg_current_wal_lsn()), 8)";

    private final PostgresConnections connections;
    private final StoreClock clock;
    private Optional<Connection> connection = Optional.empty();
    private volatile boolean closed;

    PostgresSignal(PostgresConnections connections, StoreClock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    @Override
    public int await(Duration atMost) throws SQLException {
        boolean whole = false;
        try {
            if (connection.isPresent()) {
                PGConnection listening = connection.get().unwrap(PGConnection.class);
                listening.getNotifications(Math.max(1, (int) atMost.toMillis()));
            } else {
                // Notifications that were missed are found by reading now.
                connection = Optional.of(listen());
            }
            int history = look(connection.get(), clock);
            whole = true;
            return history;
        } finally {
            if (!whole || closed) {
                drop();
            }
        }
    }

    private Connection listen() throws SQLException {
        Connection opened = connections.open(PostgresConnections.Use.QUICK);
        try (Statement statement = opened.createStatement()) {
            statement.execute("LISTEN " + PostgresDialect.CHANNEL);
        }
        return opened;
    }

    /** Sets the clock, and gives the server's timeline, which promotions count. */
    static int look(Connection open, StoreClock clock) throws SQLException {
        long before = System.nanoTime();
        try (Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery(LOOK)) {
            row.next();
            clock.set(Instant.ofEpochMilli(row.getLong(1)), before, System.nanoTime());
            return Integer.parseInt(row.getString(2), 16);
        }
    }

    private void drop() {
        connection.ifPresent(broken -> {
            try {
                broken.close();
            } catch (SQLException gone) {
                // That is what it was dropped for.
            }
        });
        connection = Optional.empty();
    }

    /** Lets the follower's next wait be the last; its thread drops the connection. */
    @Override
    public void close() {
        closed = true;
    }
}
