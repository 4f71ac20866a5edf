package dev.postern.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.AtOnce;
import dev.postern.Await;
import dev.postern.ops.StoreUnavailable;
import dev.postern.sessions.Revocations;
import dev.postern.sessions.SessionKind;
import dev.postern.sessions.StoredSession;
import dev.postern.store.Database;
import dev.postern.store.Postgres;
import dev.postern.store.PostgresStore;
import dev.postern.store.engine.StoreLocation;
import dev.postern.store.tables.JdbiSessionStore;
import dev.postern.store.tables.JdbiSetupLinkStore;
import dev.postern.store.tables.JdbiUserStore;
import dev.postern.users.User;
import dev.postern.users.UserStore.StoredUser;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL as a store, where it is not as SQLite. */
class PostgresDatabaseTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private String name;
    private StoreLocation location;
    private Database database;

    @BeforeEach
    void open() {
        name = Postgres.shared().createDatabase();
        location = PostgresStore.location(Postgres.shared().url(name));
        database = Database.open(location);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static StoredUser user(String id) {
        return new StoredUser(new User(id, id, Set.of(), false, T0, Optional.empty()), id, "hash");
    }

    private static StoredSession session(String id) {
        return new StoredSession(
                id, "ann", "seed", 0, T0, T0, T0.plusSeconds(99), T0.plusSeconds(99), "", "", SessionKind.TOKENS);
    }

    private static String show(Handle handle, String parameter) {
        return handle.createQuery("SHOW " + parameter).mapTo(String.class).one();
    }

    @Test
    void severalThatStartAtOnceMigrateOnce() throws Exception {
        StoreLocation fresh =
                PostgresStore.location(Postgres.shared().url(Postgres.shared().createDatabase()));
        List<Database> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(Database.open(fresh));
        }
        all.forEach(Database::awaitOpen);
        assertThat(new JdbiUserStore(all.get(0)).insert(user("ann"))).isTrue();
        assertThat(new JdbiUserStore(all.get(5)).insert(user("ann"))).isFalse();
        all.forEach(Database::close);
    }

    @Test
    void aStoreOfANewerProgramIsLeftAlone() {
        database.awaitOpen();
        Postgres.shared().execute(name, "UPDATE schema_version SET version = 99");
        try (Database older = Database.open(location)) {
            assertThatThrownBy(older::awaitOpen)
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("99");
        }
    }

    @Test
    void aWrongPasswordIsNamedAndNotShown() {
        StoreLocation wrong = new StoreLocation(
                location.url() + "?sslmode=prefer", location.user(), Optional.of("not the password"), 2);
        try (Database refused = Database.openWhenThere(wrong, why -> {})) {
            assertThatThrownBy(refused::awaitOpen)
                    .hasMessageContaining("password authentication failed")
                    .hasMessageContaining(name)
                    .hasMessageNotContaining("not the password")
                    .hasMessageNotContaining("sslmode");
        }
    }

    @Test
    void everyWaitHasAnEndAndOnlyQuickWritesDoNotWaitForTheDisk() {
        for (String parameter : List.of("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")) {
            assertThat(database.<String>durably(handle -> show(handle, parameter)))
                    .isNotEqualTo("0");
            assertThat(database.<String>quickly(handle -> show(handle, parameter)))
                    .isNotEqualTo("0");
        }
        assertThat(database.<String>durably(handle -> show(handle, "synchronous_commit")))
                .isEqualTo("on");
        assertThat(database.<String>quickly(handle -> show(handle, "synchronous_commit")))
                .isEqualTo("off");
    }

    @Test
    void aRoleSetToAnotherIsolationChangesNothing() {
        Postgres.shared().execute(name, "ALTER DATABASE " + name + " SET default_transaction_isolation = serializable");
        try (Database other = Database.open(location)) {
            assertThat(other.<String>durably(handle -> show(handle, "transaction_isolation")))
                    .isEqualTo("read committed");
        }
    }

    @Test
    void twoInADeadlockBothGetThrough() throws Exception {
        new JdbiUserStore(database).insert(user("ann"));
        new JdbiUserStore(database).insert(user("bob"));
        database.close();
        Postgres.shared().execute(name, "ALTER DATABASE " + name + " SET deadlock_timeout = '100ms'");
        database = Database.open(location);
        CyclicBarrier bothHaveOne = new CyclicBarrier(2);
        AtomicInteger tries = new AtomicInteger();
        AtOnce.call(2, n -> {
            List<String> order = n == 0 ? List.of("ann", "bob") : List.of("bob", "ann");
            return database.durably(handle -> {
                boolean first = tries.getAndIncrement() < 2;
                rename(handle, order.get(0));
                if (first) {
                    meet(bothHaveOne);
                }
                return rename(handle, order.get(1));
            });
        });
        assertThat(tries.get()).isGreaterThan(2);
        assertThat(new JdbiUserStore(database).findById("ann").orElseThrow().passwordHash())
                .isEqualTo("hash++");
    }

    /** Its numbers are lower than those that were followed, and will be used again. */
    @Test
    void aBackupThatWasPutInItsPlaceIsNoticed() {
        JdbiSessionStore store = new JdbiSessionStore(database);
        new JdbiUserStore(database).insert(user("ann"));
        List.of("one", "two", "three", "four").forEach(id -> store.open(session(id), 0, 9));
        List.of("one", "two", "three").forEach(id -> store.end(id, T0));
        Revocations revocations = new Revocations(store, () -> T0);
        revocations.poll(0);
        Postgres.shared().execute(name, "DELETE FROM revocations WHERE seq > (SELECT min(seq) FROM revocations)");
        Postgres.shared()
                .execute(
                        name,
                        "SELECT setval(pg_get_serial_sequence('revocations', 'seq'), (SELECT min(seq) FROM revocations))");

        store.end("four", T0);
        revocations.poll(0);

        assertThat(List.of("one", "two", "three", "four")).allMatch(revocations::isEnded);
    }

    /** Whoever changes a user's row and what hangs on it takes the row first, so that no two wait for each other. */
    @Test
    void aLinkIsNotHeldByARequestThatWaitsForItsUser() throws Exception {
        JdbiSetupLinkStore links = new JdbiSetupLinkStore(database);
        new JdbiUserStore(database).insert(user("ann"));
        links.put("ann", "digest", T0.plusSeconds(99));
        CompletableFuture<Boolean> redeemed;
        try (Connection other = Postgres.shared().connect(name);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM users WHERE id = 'ann' FOR NO KEY UPDATE");
            redeemed = CompletableFuture.supplyAsync(() -> links.redeem("digest", "next", T0));
            Await.until("it to wait for the user", this::somebodyWaits);

            statement.execute("SELECT 1 FROM setup_links WHERE user_id = 'ann' FOR UPDATE NOWAIT");
            statement.execute("DELETE FROM setup_links WHERE user_id = 'ann'");
            other.commit();
        }
        assertThat(redeemed.join()).as("the link was taken away").isFalse();
    }

    private boolean somebodyWaits() {
        return database.read(handle -> handle.createQuery("SELECT EXISTS (SELECT FROM pg_stat_activity "
                        + "WHERE datname = current_database() AND wait_event_type = 'Lock')")
                .mapTo(Boolean.class)
                .one());
    }

    private static int rename(Handle handle, String id) {
        return handle.execute("UPDATE users SET password_hash = password_hash || '+' WHERE id = ?", id);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Test
    void serializationFailuresAreTriedAgain() throws Exception {
        new JdbiUserStore(database).insert(user("ann"));
        AtOnce.call(
                8,
                n -> database.durably(handle -> {
                    handle.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
                    String hash = handle.createQuery("SELECT password_hash FROM users WHERE id = 'ann'")
                            .mapTo(String.class)
                            .one();
                    return handle.execute("UPDATE users SET password_hash = ? WHERE id = 'ann'", hash + "+");
                }));
        assertThat(new JdbiUserStore(database).findById("ann").orElseThrow().passwordHash())
                .isEqualTo("hash++++++++");
    }

    /** Numbers are drawn in one order and would commit in another, if nobody kept them: slow ones last a while. */
    @Test
    void whoeverFollowsTheRevocationsMissesNoneHoweverSlowTheirCommits() throws Exception {
        JdbiSessionStore store = new JdbiSessionStore(database);
        new JdbiUserStore(database).insert(user("ann"));
        int sessions = 60;
        for (int i = 0; i < sessions; i++) {
            store.open(session("s" + i), 0, 1_000);
        }
        Postgres.shared()
                .execute(
                        name,
                        "CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS "
                                + "'BEGIN PERFORM pg_sleep(CASE WHEN NEW.seq % 3 = 0 THEN 0.03 ELSE 0 END); "
                                + "RETURN NEW; END'");
        Postgres.shared()
                .execute(
                        name,
                        "CREATE TRIGGER dawdle AFTER INSERT ON revocations FOR EACH ROW EXECUTE FUNCTION dawdle()");
        AtomicInteger next = new AtomicInteger();
        List<Long> seen = new ArrayList<>();
        Thread ending = new Thread(() -> {
            try {
                AtOnce.call(6, n -> {
                    for (int i = 0; i < sessions / 6; i++) {
                        store.end("s" + next.getAndIncrement(), T0);
                    }
                    return true;
                });
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        ending.start();
        boolean over;
        do {
            over = !ending.isAlive();
            long last = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
            store.revokedSince(last, 1_000).forEach(news -> seen.add(news.seq()));
        } while (!over);
        assertThat(seen).hasSize(sessions).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void newsWakeWaiters() throws Exception {
        JdbiSessionStore store = new JdbiSessionStore(database);
        new JdbiUserStore(database).insert(user("ann"));
        store.open(session("one"), 0, 9);
        database.awaitChanges(java.time.Duration.ZERO);
        long start = System.nanoTime();
        store.end("one", T0);
        database.awaitChanges(java.time.Duration.ofMinutes(1));
        assertThat(System.nanoTime() - start)
                .isLessThan(java.time.Duration.ofSeconds(30).toNanos());
    }

    @Test
    void theSearchFindsNamesByTheirParts() {
        JdbiUserStore users = new JdbiUserStore(database);
        users.insert(user("mira.santos"));
        users.insert(user("tom"));
        assertThat(database.<List<String>>read(
                        handle -> handle.createQuery("SELECT unnest(username_grams) FROM users WHERE id = 'tom'")
                                .mapTo(String.class)
                                .list()))
                .containsExactly("tom");
        assertThat(users.list("san", "", 9)).hasSize(1);
    }
}
