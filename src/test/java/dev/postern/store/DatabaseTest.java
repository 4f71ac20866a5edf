package dev.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.ops.StoreUnavailable;
import dev.postern.sessions.SessionKind;
import dev.postern.sessions.StoredSession;
import dev.postern.store.engine.StoreLocation;
import dev.postern.store.sqlite.NativeLibrary;
import dev.postern.store.tables.JdbiSessionStore;
import dev.postern.store.tables.JdbiUserStore;
import dev.postern.users.User;
import dev.postern.users.UserStore.StoredUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private Path file;
    private String url;

    @BeforeEach
    void place(@TempDir Path folder) {
        file = folder.resolve("test.db");
        url = "jdbc:sqlite:" + file;
    }

    private static StoredUser ann() {
        return new StoredUser(new User("ann", "ann", Set.of(), false, T0, Optional.empty()), "ann", "hash");
    }

    private static StoredSession session(String id) {
        return new StoredSession(
                id, "ann", "seed", 0, T0, T0, T0.plusSeconds(99), T0.plusSeconds(99), "", "", SessionKind.TOKENS);
    }

    private static String pragma(Handle handle, String name) {
        return handle.createQuery("PRAGMA " + name).mapTo(String.class).one();
    }

    @Test
    void whatWasStoredIsThereAfterARestart() {
        try (Database database = Database.open(StoreLocation.of(url))) {
            new JdbiUserStore(database).insert(ann());
        }
        try (Database database = Database.open(StoreLocation.of(url))) {
            assertThat(new JdbiUserStore(database).findById("ann")).contains(ann());
        }
    }

    @Test
    void eachConnectionIsSetAsItsWritesNeed() {
        try (Database database = Database.open(StoreLocation.of(url))) {
            assertThat(database.<String>durably(handle -> pragma(handle, "synchronous")))
                    .isEqualTo("2");
            assertThat(database.<String>quickly(handle -> pragma(handle, "synchronous")))
                    .isEqualTo("1");
            for (String mode : List.of(
                    database.<String>durably(handle -> pragma(handle, "journal_mode")),
                    database.<String>quickly(handle -> pragma(handle, "journal_mode")),
                    database.<String>read(handle -> pragma(handle, "journal_mode")))) {
                assertThat(mode).isEqualTo("wal");
            }
            assertThat(database.<String>durably(handle -> pragma(handle, "foreign_keys")))
                    .isEqualTo("1");
            assertThat(database.<String>quickly(handle -> pragma(handle, "foreign_keys")))
                    .isEqualTo("1");
        }
    }

    @Test
    void onlyTheOwnerReadsTheFiles() throws Exception {
        try (Database database = Database.open(StoreLocation.of(url))) {
            new JdbiUserStore(database).insert(ann());
            for (String suffix : List.of("", "-wal", "-shm")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file + suffix))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void twoOnOneFileDoNotDisturbEachOther() throws Exception {
        try (Database one = Database.open(StoreLocation.of(url));
                Database other = Database.open(StoreLocation.of(url))) {
            new JdbiUserStore(one).insert(ann());
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String prefix = "t" + i + "-";
                JdbiSessionStore store = new JdbiSessionStore(i % 2 == 0 ? one : other);
                counts.add(threads.submit(() -> openAndEnd(store, prefix)));
            }
            for (Future<Integer> count : counts) {
                assertThat(count.get()).isEqualTo(40);
            }
            threads.shutdown();
            assertThat(new JdbiSessionStore(one).revokedSince(0, 1_000)).hasSize(320);
        }
    }

    private static int openAndEnd(JdbiSessionStore store, String prefix) {
        int ended = 0;
        for (int i = 0; i < 40; i++) {
            store.open(session(prefix + i), 0, 10_000);
            store.rotate(prefix + i, 0, 1, T0, T0.plusSeconds(99));
            ended += store.end(prefix + i, T0) ? 1 : 0;
        }
        return ended;
    }

    @Test
    void severalThatStartAtOnceMigrateOnce() throws Exception {
        List<Database> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(Database.open(StoreLocation.of(url)));
        }
        all.forEach(Database::awaitOpen);
        assertThat(new JdbiUserStore(all.get(0)).insert(ann())).isTrue();
        assertThat(new JdbiUserStore(all.get(5)).insert(ann())).isFalse();
        all.forEach(Database::close);
    }

    @Test
    void aStoreOfANewerProgramIsLeftAlone() {
        try (Database database = Database.open(StoreLocation.of(url))) {
            database.durably(handle -> handle.execute("PRAGMA user_version = 99"));
        }
        try (Database database = Database.open(StoreLocation.of(url))) {
            assertThatThrownBy(database::awaitOpen)
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("99")
                    .hasMessageContaining("up to ");
        }
    }

    @Test
    void manyThatOpenANewFileAtOnceAllOpenIt() {
        for (int round = 0; round < 10; round++) {
            String fresh = url.replace(".db", round + ".db");
            List<Database> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(Database.open(StoreLocation.of(fresh)));
            }
            all.forEach(Database::awaitOpen);
            all.forEach(Database::close);
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsSaidToBeNone() throws Exception {
        Files.writeString(file, "this is no database at all, but it is long enough to be taken for one".repeat(50));
        try (Database database = Database.open(StoreLocation.of(url))) {
            assertThatThrownBy(database::awaitOpen)
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining(file.toString());
            assertThatThrownBy(() -> new JdbiUserStore(database).findById("ann"))
                    .isInstanceOf(StoreUnavailable.class);
        }
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        try (Database database =
                Database.open(StoreLocation.of("jdbc:sqlite:" + file.resolveSibling("none") + "/x.db"))) {
            assertThatThrownBy(database::awaitOpen)
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("none");
        }
    }

    @Test
    void librariesOfProcessesThatAreGoneAreSweptAway(@TempDir Path temp) throws Exception {
        Path gone = Files.createDirectory(temp.resolve("postern-sqlite-999999999"));
        Files.writeString(gone.resolve("library.so"), "x");
        Path alive = Files.createDirectory(
                temp.resolve("postern-sqlite-" + ProcessHandle.current().pid()));
        Path foreign = Files.createDirectory(temp.resolve("postern-sqlite-x"));
        NativeLibrary.sweep(temp);
        assertThat(gone).doesNotExist();
        assertThat(alive).exists();
        assertThat(foreign).exists();
    }
}
