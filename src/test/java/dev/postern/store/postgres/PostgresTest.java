package dev.postern.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.store.Postgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTest {
    private static void insert(Postgres server, String database, int value) {
        server.execute(database, "INSERT INTO t VALUES (" + value + ")");
    }

    private static String ask(Postgres server, String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private static String values(Postgres server, String database) throws SQLException {
        return ask(server, database, "SELECT string_agg(i::text, ' ' ORDER BY i) FROM t");
    }

    private static String databaseWithTable(Postgres server) {
        String database = server.createDatabase();
        server.execute(database, "CREATE TABLE t (i int)");
        return database;
    }

    @Test
    void theSharedServerGivesEachTestAnEmptyDatabase() throws SQLException {
        Postgres server = Postgres.shared();
        String used = databaseWithTable(server);
        String fresh = server.createDatabase();
        assertThat(fresh).isNotEqualTo(used).startsWith("test_");
        assertThat(ask(server, fresh, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo("0");
        assertThat(ask(server, fresh, "SHOW server_version")).startsWith("18.");
        assertThat(Postgres.shared()).isSameAs(server);
    }

    @Test
    void onlyThePasswordOpensIt() {
        String url = Postgres.shared().url("postgres");
        assertThatThrownBy(() -> DriverManager.getConnection(url, Postgres.USER, "another")
                        .close())
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void itIsStoppedAndKilledAndStartedAgain(@TempDir Path folder) throws SQLException {
        try (Postgres server = Postgres.start(folder)) {
            String database = databaseWithTable(server);
            insert(server, database, 1);
            server.stop();
            assertThatThrownBy(() -> server.connect(database).close()).hasMessageContaining("refused");
            server.start();
            insert(server, database, 2);
            assertThat(server.log()).doesNotContain("automatic recovery");
            try (Connection client = server.connect(database)) {
                server.kill();
                assertThat(client.isValid(1)).isFalse();
            }
            assertThatThrownBy(() -> server.connect(database).close()).hasMessageContaining("refused");
            server.start();
            assertThat(server.log()).contains("automatic recovery in progress");
            assertThat(values(server, database)).isEqualTo("1 2");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void itIsABlackHoleWhilePaused(@TempDir Path folder) throws Exception {
        try (Postgres server = Postgres.start(folder);
                Connection client = server.connect("postgres")) {
            server.pause();
            assertThat(client.isValid(1)).isFalse();
            assertThatThrownBy(() -> greet(server)).isInstanceOf(SocketTimeoutException.class);
            server.resume();
            assertThat(ask(server, "postgres", "SELECT 1")).isEqualTo("1");
            server.pause();
            server.kill();
            server.start();
            server.pause();
        }
    }

    /** Asks for TLS, which a server answers with one byte. */
    private static int greet(Postgres server) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(500);
            socket.getOutputStream().write(new byte[] {0, 0, 0, 8, 4, (byte) 210, 22, 47});
            return socket.getInputStream().read();
        }
    }

    @Test
    void aStandbyStreamsAndLagsAndIsPromoted(@TempDir Path folder) throws SQLException {
        try (Postgres primary = Postgres.start(folder)) {
            String database = databaseWithTable(primary);
            insert(primary, database, 1);
            try (Postgres standby = primary.standby(folder)) {
                insert(primary, database, 2);
                primary.awaitCaughtUp(standby);
                assertThat(values(standby, database)).isEqualTo("1 2");
                assertThatThrownBy(() -> insert(standby, database, 3))
                        .rootCause()
                        .hasMessageContaining("read-only transaction");
                assertThat(ask(primary, "postgres", "SELECT application_name FROM pg_stat_replication"))
                        .isEqualTo("standby");
                standby.detach();
                insert(primary, database, 4);
                assertThat(values(standby, database)).isEqualTo("1 2");
                primary.kill();
                standby.promote();
                insert(standby, database, 5);
                assertThat(values(standby, database)).isEqualTo("1 2 5");
                try (Postgres next = standby.standby(folder)) {
                    assertThat(values(next, database)).isEqualTo("1 2 5");
                }
            }
        }
    }

    @Test
    void aServerThatDoesNotStartSaysWhyAndLeavesNothing(@TempDir Path folder) {
        assertThatThrownBy(() -> Postgres.start(folder, Map.of("shared_buffers", "a lot")))
                .hasMessageContaining("invalid value for parameter \"shared_buffers\": \"a lot\"");
        assertThat(folder).isEmptyDirectory();
    }
}
