package dev.postern.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A real PostgreSQL server, which can be stopped, killed, halted, and followed by standbys. */
public final class Postgres implements AutoCloseable {
    public static final String USER = "postern";
    public static final String PASSWORD = "a store password";

    private static final String ANY = "postgres";
    private static final Map<String, String> CONFIG = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "max_connections", "200",
            "shared_buffers", "32MB",
            "dynamic_shared_memory_type", "mmap",
            "fsync", "off",
            "wal_level", "replica",
            "max_wal_senders", "10",
            "wal_keep_size", "256MB",
            "hot_standby", "on");
    private static final int SHARED_MEMORY_LINE = 6;

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();
    private static final Set<Postgres> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(Postgres::close)));
    }

    private static final class Shared {
        static final Postgres SERVER = start(PostgresBinaries.TEMP);
    }

    private final Path folder;
    private final Path data;
    private final int port = freePort();
    private final PostgresProcess process;

    private Postgres(Path below) throws IOException {
        folder = PostgresBinaries.newFolder(below);
        data = folder.resolve("data");
        process = new PostgresProcess(folder);
        OPEN.add(this);
    }

    /** The server that all tests of this JVM make their databases in. */
    public static Postgres shared() {
        return Shared.SERVER;
    }

    /** A server of its own, below a folder. */
    public static Postgres start(Path folder) {
        return start(folder, Map.of());
    }

    /** A server of its own, below a folder, with more configuration, or other. */
    public static Postgres start(Path folder, Map<String, String> config) {
        return make(folder, server -> {
            server.initialize();
            Map<String, String> all = new LinkedHashMap<>(CONFIG);
            all.putAll(config);
            server.configure(all);
            server.start();
        });
    }

    /** What makes a new server's data. */
    private interface Making {
        void make(Postgres server) throws IOException, SQLException;
    }

    private static Postgres make(Path below, Making making) {
        try {
            Postgres server = new Postgres(below);
            try {
                making.make(server);
                return server;
            } catch (IOException | SQLException | RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void initialize() throws IOException {
        Path password = PostgresBinaries.own(Files.writeString(folder.resolve("password"), PASSWORD));
        process.run(PostgresBinaries.command(
                "initdb",
                "--pgdata=" + data,
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync"));
    }

    /** Adds to the configuration, whose last lines win, and sets the port. */
    private void configure(Map<String, String> config) throws IOException {
        String lines = config.entrySet().stream()
                .map(entry -> entry.getKey() + " = '" + entry.getValue().replace("'", "''") + "'\n")
                .collect(Collectors.joining("", "\n", "port = " + port + "\n"));
        Files.writeString(data.resolve("postgresql.conf"), lines, StandardOpenOption.APPEND);
    }

    /**
     * A free port below those that systems give to connections, so that none takes it while the server is down; nor is
     * one given twice.
     */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** What the server has printed. */
    public String log() {
        return process.log();
    }

    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", PASSWORD);
        properties.setProperty("socketTimeout", "30");
        return DriverManager.getConnection(url(database), properties);
    }

    public void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Makes a fresh, empty database, and gives its name. */
    public String createDatabase() {
        String name = "test_" + DATABASES.incrementAndGet();
        execute(ANY, "CREATE DATABASE " + name + " TEMPLATE template0");
        return name;
    }

    /** Starts the server on its data, and waits until it answers. */
    public void start() {
        process.start(PostgresBinaries.command("postgres", "-D", data.toString()));
        process.await("the server to answer", this::answers);
    }

    private boolean answers() {
        if (!process.alive()) {
            throw process.failure("The server has ended");
        }
        try (Connection connection = connect(ANY)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Stops the server in good order, without waiting for its clients. */
    public void stop() {
        process.signal("INT");
        awaitEnd();
    }

    /** Kills the server as {@code kill -9} does, so that its next start recovers from a crash. */
    public void kill() {
        process.kill();
        awaitEnd();
        try {
            forget(data.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a killed server's mark, whose process id may be another's by the next start, and its shared memory. */
    private void forget(Path mark) throws IOException {
        if (!Files.exists(mark)) {
            return;
        }
        List<String> lines = Files.readAllLines(mark);
        if (lines.size() > SHARED_MEMORY_LINE) {
            String line = lines.get(SHARED_MEMORY_LINE).trim();
            process.shell("ipcrm -m " + line.substring(line.lastIndexOf(' ') + 1));
        }
        Files.delete(mark);
    }

    private void awaitEnd() {
        process.await("the server to end", () -> !process.alive() && isFree(port));
    }

    /** Halts the server: it neither refuses nor answers anything. */
    public void pause() {
        process.freeze();
    }

    /** Lets a halted server go on. */
    public void resume() {
        process.thaw();
    }

    /** A hot standby below a folder, which streams from this server. */
    public Postgres standby(Path below) {
        return make(below, standby -> {
            try (Connection connection = connect(ANY)) {
                PostgresBackup.take(connection, data, standby.data);
            }
            String primary = "host=127.0.0.1 port=%d user=%s password='%s' sslmode=disable application_name=standby"
                    .formatted(port, USER, PASSWORD);
            standby.configure(Map.of("primary_conninfo", primary));
            PostgresBinaries.own(Files.createFile(standby.data.resolve("standby.signal")));
            standby.start();
            standby.awaitTrue("SELECT EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming')");
            awaitCaughtUp(standby);
            awaitTrue("SELECT coalesce(bool_and(state = 'streaming'), false) FROM pg_stat_replication");
        });
    }

    /** Lets commits that wait for the disk wait for the standby too, from now on and over restarts. */
    public void requireStandby() {
        execute(ANY, "ALTER SYSTEM SET synchronous_standby_names = 'standby'");
        execute(ANY, "SELECT pg_reload_conf()");
        awaitTrue("SELECT coalesce(bool_or(sync_state = 'sync'), false) FROM pg_stat_replication");
    }

    /** Makes a primary of a standby. */
    public void promote() {
        execute(ANY, "SELECT pg_promote()");
        awaitTrue("SELECT NOT pg_is_in_recovery()");
    }

    /** Cuts a standby off its primary, so that it lags from then on. */
    public void detach() {
        execute(ANY, "ALTER SYSTEM SET primary_conninfo = ''");
        execute(ANY, "SELECT pg_reload_conf()");
        awaitTrue("SELECT NOT EXISTS (SELECT FROM pg_stat_wal_receiver)");
    }

    /** Waits until a standby has replayed what this server has written. */
    public void awaitCaughtUp(Postgres standby) {
        String written = ask("SELECT pg_current_wal_lsn()");
        standby.awaitTrue("SELECT pg_last_wal_replay_lsn() >= '" + written + "'");
    }

    private void awaitTrue(String sql) {
        process.await(sql, () -> ask(sql).equals("t"));
    }

    private String ask(String sql) {
        try (Connection connection = connect(ANY);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return String.valueOf(result.getString(1));
        } catch (SQLException e) {
            throw process.failure(sql + " failed: " + e.getMessage());
        }
    }

    /** Ends the server, whatever it does, and deletes its data. */
    @Override
    public void close() {
        OPEN.remove(this);
        if (process.alive()) {
            // Unlike a kill, this gives its shared memory back.
            process.thaw();
            process.signal("QUIT");
            awaitEnd();
        }
        try {
            PostgresBinaries.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
