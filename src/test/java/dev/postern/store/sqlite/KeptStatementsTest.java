package dev.postern.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptStatementsTest {
    private static final String INSERT = "INSERT INTO t (a) VALUES (:a)";
    private static final String FIND = "SELECT a FROM t WHERE a >= :least ORDER BY a";

    private final KeptStatements kept = new KeptStatements();
    private HikariDataSource pool;
    private Jdbi jdbi;
    private String url;

    @BeforeEach
    void open(@TempDir Path folder) {
        url = "jdbc:sqlite:" + folder.resolve("t.db");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(1);
        pool = new HikariDataSource(config);
        jdbi = Jdbi.create(pool).setStatementBuilderFactory(kept);
        jdbi.useHandle(handle -> handle.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)"));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private static List<Integer> find(Handle handle, int least) {
        return handle.createQuery(FIND)
                .bind("least", least)
                .mapTo(Integer.class)
                .list();
    }

    private List<Integer> found(int least) {
        return jdbi.withHandle(handle -> find(handle, least));
    }

    private void insert(int a) {
        jdbi.useHandle(handle -> handle.createUpdate(INSERT).bind("a", a).execute());
    }

    @Test
    void aStatementIsPreparedOnceForAConnection() {
        int before = kept.count();
        for (int i = 0; i < 10; i++) {
            insert(i);
            assertThat(found(i)).containsExactly(i);
        }
        assertThat(kept.count()).isEqualTo(before + 2);
    }

    @Test
    void aStatementCanBeUsedWhileItIsInUse() {
        insert(1);
        insert(2);
        List<List<Integer>> all = jdbi.withHandle(handle -> {
            try (var outer = handle.createQuery(FIND).bind("least", 1).mapTo(Integer.class).stream()) {
                return outer.map(a -> find(handle, a)).toList();
            }
        });
        assertThat(all).containsExactly(List.of(1, 2), List.of(2));
    }

    @Test
    void aStatementThatFailedCanBeUsedAgain() {
        insert(1);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> insert(1)).isInstanceOf(JdbiException.class);
        }
        insert(2);
        // Nothing holds a lock or an old state of the file.
        Jdbi.create(url).useHandle(other -> other.execute("INSERT INTO t (a) VALUES (3)"));
        assertThat(found(0)).containsExactly(1, 2, 3);
    }

    @Test
    void aStatementOutlivesAChangeOfItsTable() {
        insert(1);
        Jdbi.create(url).useHandle(other -> other.execute("ALTER TABLE t ADD COLUMN b TEXT"));
        insert(2);
        assertThat(found(0)).containsExactly(1, 2);
    }

    @Test
    void noMoreThanAFewAreKept() {
        for (int i = 0; i < 100; i++) {
            String sql = "SELECT " + i;
            int answer = jdbi.withHandle(
                    handle -> handle.createQuery(sql).mapTo(Integer.class).one());
            assertThat(answer).isEqualTo(i);
        }
        assertThat(kept.count()).isEqualTo(KeptStatements.MOST);
    }

    @Test
    void parametersAreNotKept() {
        insert(1);
        assertThatThrownBy(() -> jdbi.useHandle(handle ->
                        handle.createUpdate("INSERT INTO t (a) VALUES (?)").execute()))
                .isInstanceOf(JdbiException.class);
        assertThat(found(0)).containsExactly(1);
    }

    /** A statement that still reads would keep SQLite from writing its log back into the file. */
    @Test
    void aQueryThatIsNotReadToItsEndHoldsNothing() {
        jdbi.useHandle(handle -> handle.execute("PRAGMA journal_mode = WAL"));
        for (int i = 0; i < 10; i++) {
            insert(i);
        }
        Optional<Integer> first = jdbi.withHandle(handle ->
                handle.createQuery(FIND).bind("least", 0).mapTo(Integer.class).findFirst());
        assertThat(first).contains(0);
        int next = jdbi.withHandle(handle -> handle.createQuery(FIND)
                .bind("least", 3)
                .mapTo(Integer.class)
                .iterator()
                .next());
        assertThat(next).isEqualTo(3);
        insert(10);
        int busy = Jdbi.create(url)
                .withHandle(other -> other.createQuery("PRAGMA wal_checkpoint(TRUNCATE)")
                        .mapTo(Integer.class)
                        .first());
        assertThat(busy).isZero();
    }
}
