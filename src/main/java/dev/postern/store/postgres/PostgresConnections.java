package dev.postern.store.postgres;

import dev.postern.store.engine.StoreLocation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to a PostgreSQL server, with timeouts for every wait. Parameters of the URL override the ones here. */
final class PostgresConnections {
    private static final String CONNECT_TIMEOUT_S = "2";
    private static final String ANSWER_TIMEOUT_S = "3";

    /** For how long a host is known to be the primary, or not to be: at most so much longer a failover takes. */
    private static final String HOST_STATUS_S = "1";

    private static final List<String> BOUNDS = List.of(
            "statement_timeout=2500",
            "lock_timeout=2000",
            // An instance that hangs in a transaction must not block the others.
            "idle_in_transaction_session_timeout=2000");

    /** What a connection is for. */
    enum Use {
        /** Bringing the schema up to date, which takes as long as it takes. */
        SETUP,
        /** Transactions that survive a power loss, as the server is set. */
        DURABLE,
        /** Queries, and writes that do not wait for the disk. */
        QUICK,
        /** Queries of the one thread that follows the store. */
        FOLLOWER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final StoreLocation location;

    PostgresConnections(StoreLocation location) {
        this.location = location;
    }

    /** A connection of its own. */
    Connection open(Use use) throws SQLException {
        Connection connection = new Driver().connect(location.url(), properties(use));
        if (connection == null) {
            throw new SQLException("this is no URL of PostgreSQL's driver: " + location.name());
        }
        return connection;
    }

    /** For a pool. */
    DataSource source(Use use) {
        Properties properties = properties(use);
        PGSimpleDataSource source = new PGSimpleDataSource();
        try {
            for (String name : properties.stringPropertyNames()) {
                source.setProperty(name, properties.getProperty(name));
            }
        } catch (SQLException unknown) {
            throw new IllegalStateException("each name is one of the driver's", unknown);
        }
        source.setUrl(location.url());
        return source;
    }

    private Properties properties(Use use) {
        Properties properties = new Properties();
        location.user().ifPresent(user -> PGProperty.USER.set(properties, user));
        location.password().ifPresent(password -> PGProperty.PASSWORD.set(properties, password));
        PGProperty.APPLICATION_NAME.set(properties, "postern");
        PGProperty.TARGET_SERVER_TYPE.set(properties, "primary");
        PGProperty.HOST_RECHECK_SECONDS.set(properties, HOST_STATUS_S);
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT_S);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        if (use != Use.SETUP) {
            PGProperty.SOCKET_TIMEOUT.set(properties, ANSWER_TIMEOUT_S);
        }
        PGProperty.OPTIONS.set(properties, options(use));
        return properties;
    }

    private static String options(Use use) {
        String options = "-c default_transaction_isolation=read\\ committed";
        if (use != Use.SETUP) {
            options += " -c " + String.join(" -c ", BOUNDS);
        }
        return use == Use.QUICK ? options + " -c synchronous_commit=off" : options;
    }
}
