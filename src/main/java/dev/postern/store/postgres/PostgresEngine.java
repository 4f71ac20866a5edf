package dev.postern.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.postern.store.engine.BoundedPool;
import dev.postern.store.engine.Engine;
import dev.postern.store.engine.Migrations;
import dev.postern.store.engine.Pools;
import dev.postern.store.engine.StoreClock;
import dev.postern.store.engine.StoreLocation;
import dev.postern.store.engine.StoreSignal;
import dev.postern.store.engine.UserSearch;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A PostgreSQL database, which several instances may share. */
public final class PostgresEngine implements Engine {
    static final String CHANNEL = "postern_revocations";

    /**
     * The waits for a connection and for an answer stay within the 5 seconds in which a store that is away is reported.
     */
    private static final int POOL_TIMEOUT_MS = 1_500;

    private static final int VALIDATION_TIMEOUT_MS = 500;

    /** Of three connections one is for writes that wait for the disk: they are rare, and slow. */
    private static final int DURABLE_SHARE = 3;

    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");
    private static final String TOO_MANY_CONNECTIONS = "53300";
    static final String READ_ONLY = "25006";

    private final StoreClock clock = new StoreClock();

    @Override
    public Pools open(StoreLocation location, boolean mayMake) throws SQLException {
        PostgresConnections connections = new PostgresConnections(location);
        try (Connection connection = connections.open(PostgresConnections.Use.SETUP)) {
            Migrations.run(Jdbi.create(connection), this, location, mayMake);
            PostgresSignal.look(connection, clock);
        }
        int durable = Math.max(1, location.poolSize() / DURABLE_SHARE);
        BoundedPool quick = new BoundedPool(
                pool(connections, PostgresConnections.Use.QUICK, Math.max(1, location.poolSize() - durable)), this);
        BoundedPool follower = new BoundedPool(pool(connections, PostgresConnections.Use.FOLLOWER, 1), this);
        return new Pools(
                new BoundedPool(pool(connections, PostgresConnections.Use.DURABLE, durable), this),
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
    public List<String> scripts() {
        return List.of(
                "postgresql/V1__schema.sql",
                "postgresql/V2__signing_keys.sql",
                "postgresql/V3__imports_and_sealed_keys.sql");
    }

    @Override
    public int version(Handle handle) {
        // Naming a table makes the server read what others have committed since it last looked up the name.
        boolean any = handle.createQuery(
                        "SELECT EXISTS (SELECT 1 FROM pg_class WHERE oid = to_regclass('schema_version'))")
                .mapTo(Boolean.class)
                .one();
        return any
                ? handle.createQuery("SELECT version FROM schema_version")
                        .mapTo(Integer.class)
                        .one()
                : 0;
    }

    @Override
    public void setVersion(Handle handle, int version) {
        handle.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
        handle.execute("DELETE FROM schema_version");
        handle.execute("INSERT INTO schema_version VALUES (?)", version);
    }

    @Override
    public void lock(Handle handle, String what) {
        handle.createQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))) AS locked")
                .bind("what", "postern " + what)
                .mapTo(Integer.class)
                .one();
    }

    @Override
    public void continueNumbers(Handle handle, String table, String column) {
        handle.createQuery("SELECT setval(pg_get_serial_sequence('%s', '%s'), max(%s)) FROM %s"
                        .formatted(table, column, column, table))
                .mapTo(Long.class)
                .findOne();
    }

    /** Others may refer to the row meanwhile, which a change that leaves its key alone does not disturb. */
    @Override
    public String rowLock() {
        return " FOR NO KEY UPDATE";
    }

    @Override
    public boolean hasOneWriter() {
        return false;
    }

    @Override
    public void announce(Handle handle) {
        handle.execute("NOTIFY " + CHANNEL);
    }

    @Override
    public UserSearch userSearch() {
        return new PostgresUserSearch();
    }

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
