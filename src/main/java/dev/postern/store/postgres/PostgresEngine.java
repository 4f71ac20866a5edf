package dev.postern.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.postern.store.engine.BoundedPool;
import dev.postern.store.engine.Dialect;
import dev.postern.store.engine.Engine;
import dev.postern.store.engine.Migrations;
import dev.postern.store.engine.Pools;
import dev.postern.store.engine.SqlErrors;
import dev.postern.store.engine.StoreClock;
import dev.postern.store.engine.StoreLocation;
import dev.postern.store.engine.StoreSignal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** A PostgreSQL database, which several instances may share. */
public final class PostgresEngine implements Engine {
    /**
     * The waits for a connection and for an answer stay within the 5 seconds in which a store that is away is reported.
     */
    private static final int POOL_TIMEOUT_MS = 1_500;

    private static final int VALIDATION_TIMEOUT_MS = 500;

    /** Of three connections one is for writes that wait for the disk: they are rare, and slow. */
    private static final int DURABLE_SHARE = 3;

    private final StoreClock clock = new StoreClock();
    private final Dialect dialect = new PostgresDialect();
    private final SqlErrors errors = new PostgresErrors();

    @Override
    public Pools open(StoreLocation location, boolean mayMake) throws SQLException {
        PostgresConnections connections = new PostgresConnections(location);
        try (Connection connection = connections.open(PostgresConnections.Use.SETUP)) {
            Migrations.run(Jdbi.create(connection), dialect, location, mayMake);
            PostgresSignal.look(connection, clock);
        }
        int durable = Math.max(1, location.poolSize() / DURABLE_SHARE);
        BoundedPool quick = new BoundedPool(
                pool(connections, PostgresConnections.Use.QUICK, Math.max(1, location.poolSize() - durable)), errors);
        BoundedPool follower = new BoundedPool(pool(connections, PostgresConnections.Use.FOLLOWER, 1), errors);
        return new Pools(
                new BoundedPool(pool(connections, PostgresConnections.Use.DURABLE, durable), errors),
                quick,
                quick,
                follower);
    }

    @Override
    public Connection connect(StoreLocation location) throws SQLException {
        return new PostgresConnections(location).open(PostgresConnections.Use.SETUP);
    }

    private static HikariDataSource pool(PostgresConnections connections, PostgresConnections.Use use, int size) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(connections.source(use));
        config.setPoolName("store-" + use);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(POOL_TIMEOUT_MS);
        config.setValidationTimeout(VALIDATION_TIMEOUT_MS);
        config.setExceptionOverrideClassName(EvictReadOnly.class.getName());
        // The store has been reached a moment ago; should it be gone again, it will be found out like at any other
        // time.
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    @Override
    public StoreSignal signal(StoreLocation location) {
        return new PostgresSignal(new PostgresConnections(location), clock);
    }

    @Override
    public Optional<StoreClock> clock() {
        return Optional.of(clock);
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public SqlErrors errors() {
        return errors;
    }
}
