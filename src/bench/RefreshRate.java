import dev.postern.sessions.Outages;
import dev.postern.sessions.RefreshToken;
import dev.postern.sessions.RefreshTokens;
import dev.postern.sessions.Revocations;
import dev.postern.sessions.SessionLimits;
import dev.postern.sessions.Sessions;
import dev.postern.store.Database;
import dev.postern.store.Postgres;
import dev.postern.store.engine.StoreLocation;
import dev.postern.store.tables.JdbiSessionStore;
import dev.postern.store.tables.JdbiUserStore;
import dev.postern.crypto.KeyDerivation;
import dev.postern.users.User;
import dev.postern.users.UserStore.StoredUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Refreshes a second on each kind of store, beside a bare UPDATE … WHERE loop on the very same store. */
public final class RefreshRate {
    private static final int THREADS = 16;
    private static final User ANN = new User("ann", "ann", Set.of(), false, Instant.EPOCH, Optional.empty());
    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final String UPDATE = "UPDATE sessions SET generation = ?, rotated_at = ?, expires_at = ? "
            + "WHERE id = ? AND generation = ?";

    private interface Connect {
        Connection open() throws SQLException;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("postern-bench-");
        String sqlite = "jdbc:sqlite:" + folder.resolve("bench.db");
        measure("SQLite", StoreLocation.of(sqlite), 1, () -> {
            Connection connection = DriverManager.getConnection(sqlite);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA synchronous = NORMAL");
            }
            return connection;
        });
        try (Postgres server = Postgres.start(folder, Map.of("fsync", "on", "shared_buffers", "256MB"))) {
            String name = server.createDatabase();
            StoreLocation location = new StoreLocation(
                    server.url(name), Optional.of(Postgres.USER), Optional.of(Postgres.PASSWORD), 15);
            measure("PostgreSQL", location, 10, () -> {
                Connection connection = server.connect(name);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET synchronous_commit = off");
                }
                return connection;
            });
        }
        System.exit(0);
    }

    private static void measure(String name, StoreLocation location, int connections, Connect connect)
            throws Exception {
        try (Database database = Database.open(location)) {
            database.awaitOpen();
            Sessions sessions = sessions(database);
            List<String> ids = new ArrayList<>();
            List<RefreshToken> tokens = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                tokens.add(sessions.open(ANN, "", "").orElseThrow().renewal().refreshToken());
                ids.add(sessions.open(ANN, "", "").orElseThrow().renewal().sessionId());
            }
            double[] ratios = new double[ROUNDS];
            for (int round = -1; round < ROUNDS; round++) {
                long bare = bare(connections, connect, ids);
                long refreshes = refreshes(sessions, tokens);
                if (round >= 0) {
                    ratios[round] = (double) bare / refreshes;
                    System.out.printf(
                            "%s: %d bare updates a second, %d refreshes a second, ratio %.2f%n",
                            name, bare, refreshes, ratios[round]);
                }
            }
            Arrays.sort(ratios);
            System.out.printf("%s: median ratio %.2f%n", name, ratios[ROUNDS / 2]);
        }
    }

    private static Sessions sessions(Database database) {
        new JdbiUserStore(database).insert(new StoredUser(ANN, "ann", "hash"));
        JdbiSessionStore store = new JdbiSessionStore(database);
        return new Sessions(
                store,
                new RefreshTokens(new KeyDerivation(new byte[32]), Optional.empty()),
                new Revocations(store, Clock.systemUTC()),
                new Outages(Instant.now()),
                new SessionLimits(
                        Duration.ofDays(30), Optional.of(Duration.ofSeconds(30)), Duration.ofDays(90), 10_000, Duration.ofHours(12)),
                Clock.systemUTC());
    }

    private static long bare(int connections, Connect connect, List<String> ids) throws Exception {
        List<Callable<Long>> loops = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            String id = ids.get(i);
            loops.add(() -> updates(connect, id));
        }
        return perSecond(loops);
    }

    private static long updates(Connect connect, String id) throws SQLException {
        try (Connection connection = connect.open();
                PreparedStatement find = connection.prepareStatement("SELECT generation FROM sessions WHERE id = ?");
                PreparedStatement update = connection.prepareStatement(UPDATE)) {
            find.setString(1, id);
            var row = find.executeQuery();
            row.next();
            long first = row.getLong(1);
            row.close();
            long generation = first;
            for (long end = System.nanoTime() + ROUND.toNanos(); System.nanoTime() < end; generation++) {
                long now = System.currentTimeMillis();
                update.setLong(1, generation + 1);
                update.setLong(2, now);
                update.setLong(3, now + 1_000_000);
                update.setString(4, id);
                update.setLong(5, generation);
                if (update.executeUpdate() != 1) {
                    throw new IllegalStateException("somebody else moves the row");
                }
            }
            return generation - first;
        }
    }

    private static long refreshes(Sessions sessions, List<RefreshToken> tokens) throws Exception {
        List<Callable<Long>> loops = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int own = i;
            loops.add(() -> {
                long count = 0;
                for (long end = System.nanoTime() + ROUND.toNanos(); System.nanoTime() < end; count++) {
                    tokens.set(own, sessions.refresh(tokens.get(own)).refreshToken());
                }
                return count;
            });
        }
        return perSecond(loops);
    }

    private static long perSecond(List<Callable<Long>> loops) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(loops.size());
        long all = 0;
        for (Future<Long> loop : threads.invokeAll(loops)) {
            all += loop.get();
        }
        threads.shutdown();
        return all / ROUND.toSeconds();
    }
}
