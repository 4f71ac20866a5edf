package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Calls.Pair;
import dev.postern.Commands.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups are made while people work, and restoring one signs nobody out and lets nobody back in. */
class BackupTest {
    @TempDir
    private Path folder;

    private Result run(String... arguments) {
        return new Commands(folder, Map.of()).run(arguments);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private Result backup(String name, String... options) {
        return run(Stream.concat(Stream.of("backup", file(name).toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    private Result restore(String name, String... options) {
        return run(Stream.concat(Stream.of("restore", file(name).toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    private static void done(Result result) {
        assertThat(result.code()).as(result.out() + result.err()).isZero();
    }

    @Test
    void aBackupIsWholeWhileOthersWrite() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (TestServer server = LocalServer.start(folder)) {
            Pair first = Calls.signIn(server);
            Thread writer = new Thread(() -> {
                Pair pair = first;
                while (!over.get()) {
                    try {
                        pair = Calls.pair(Calls.refresh(server, pair));
                    } catch (Exception failed) {
                        throw new AssertionError(failed);
                    }
                }
            });
            writer.start();
            for (int i = 0; i < 5; i++) {
                Result made = backup("b" + i);
                done(made);
                assertThat(made.out()).startsWith("Written and checked: ").contains("users 1, sessions 1");
            }
            over.set(true);
            writer.join();
        }
        assertThat(Files.getPosixFilePermissions(file("b0"))).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::toString))
                    .noneMatch(name -> name.contains("partial") || name.endsWith("b0-wal"));
        }
    }

    /** The drill: an hour after the backup, the disk is lost. */
    @Test
    void afterALostDiskPeopleAreStillSignedIn() throws Exception {
        Pair early;
        Pair later;
        String cookie;
        try (TestServer server = LocalServer.start(folder)) {
            early = Calls.signIn(server);
            cookie = Calls.cookie(server);
            done(backup("backup.db"));
            later = Calls.pair(Calls.refresh(server, early));
            later = Calls.pair(Calls.refresh(server, later));
        }
        Files.delete(file("postern.db"));
        done(restore("backup.db"));
        try (LocalServer server = LocalServer.startWithClock(folder, Map.of(), Duration.ofHours(1))) {
            assertThat(Calls.gateByCookie(server, cookie)).isEqualTo(200);
            Pair next = Calls.pair(Calls.refresh(server, later));
            assertThat(Calls.gate(server, next)).isEqualTo(200);
            assertThat(Calls.refresh(server, early).statusCode())
                    .as("spent twice over")
                    .isEqualTo(401);
        }
    }

    @Test
    void whatEndedSinceTheBackupStaysEnded() throws Exception {
        Pair open;
        Pair ended;
        Pair madeAndEnded;
        String token;
        String service;
        try (TestServer server = LocalServer.start(folder)) {
            open = Calls.signIn(server);
            ended = Calls.signIn(server);
            token = run("token", "create", "--user", "admin", "--name", "script")
                    .out()
                    .strip();
            service = run("client", "add", "robot").out().strip();
            done(run("user", "add", "mira", "--setup-link"));
            done(backup("backup.db"));
            Calls.logout(server, ended);
            madeAndEnded = Calls.signIn(server);
            Calls.logout(server, madeAndEnded);
            String tokens = run("token", "list", "--json").out();
            done(run("token", "revoke", tokens.replaceFirst("(?s).*\"id\" ?: ?\"([^\"]*)\".*", "$1")));
            done(run("client", "remove", "robot", "--yes"));
            done(run("user", "disable", "mira"));
            assertThat(Calls.gate(server, token)).isEqualTo(401);
        }
        Result refused = restore("backup.db");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("there is a store at", "--force replaces it");
        Result restored = restore("backup.db", "--force");
        done(restored);
        assertThat(restored.out())
                .isEqualTo("Restored to " + file("postern.db").toRealPath() + ": users 2, sessions 1\n");
        assertThat(restored.err())
                .contains("stay ended: 1", "now they are as in the backup: mira")
                .containsPattern("is now .*postern\\.db\\.replaced-\\d{8}-\\d{6}");
        try (TestServer server = LocalServer.start(folder)) {
            assertThat(Calls.gate(server, open)).isEqualTo(200);
            assertThat(Calls.refresh(server, open).statusCode()).isEqualTo(200);
            for (Pair over : List.of(ended, madeAndEnded)) {
                assertThat(Calls.gate(server, over)).isEqualTo(401);
                assertThat(Calls.refresh(server, over).statusCode()).isEqualTo(401);
            }
            assertThat(Calls.gate(server, token)).isEqualTo(401);
            assertThat(Calls.postForm(
                                    server.url() + "/oauth/token",
                                    "grant_type=client_credentials&client_id=robot&client_secret=" + service)
                            .statusCode())
                    .isEqualTo(401);
            assertThat(run("audit", "--event", "client_removed").out().lines()).hasSize(1);
        }
    }

    @Test
    void aUsedRefreshTokenStaysUsed() throws Exception {
        Pair first;
        Pair third;
        try (TestServer server = LocalServer.start(folder)) {
            first = Calls.signIn(server);
            done(backup("backup.db"));
            third = Calls.pair(Calls.refresh(server, Calls.pair(Calls.refresh(server, first))));
        }
        done(restore("backup.db", "--force"));
        try (TestServer server = LocalServer.start(folder)) {
            Pair next = Calls.pair(Calls.refresh(server, third));
            assertThat(Calls.refresh(server, first).statusCode()).isEqualTo(401);
            assertThat(Calls.gate(server, next))
                    .as("the session of a thief is over")
                    .isEqualTo(401);
        }
    }

    @Test
    void aServiceThatWasMadeAnewHasItsNewSecretAlone() throws Exception {
        String leaked;
        String present;
        try (TestServer server = LocalServer.start(folder)) {
            leaked = run("client", "add", "robot", "--role", "boss").out().strip();
            done(run("user", "add", "mira", "--setup-link"));
            done(run("user", "roles", "mira", "boss"));
            done(backup("backup.db"));
            done(run("client", "remove", "robot", "--yes"));
            present = run("client", "add", "robot").out().strip();
            done(run("user", "roles", "mira", "reader"));
            assertThat(Calls.readiness(server).statusCode()).isEqualTo(200);
        }
        assertThat(restore("backup.db", "--force").err()).contains("other roles", ": mira.");
        try (TestServer server = LocalServer.start(folder)) {
            String form = "grant_type=client_credentials&client_id=robot&client_secret=";
            assertThat(Calls.postForm(server.url() + "/oauth/token", form + leaked)
                            .statusCode())
                    .isEqualTo(401);
            assertThat(Calls.postForm(server.url() + "/oauth/token", form + present)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aKeyThatWasGivenUpDoesNotSignAgain() throws Exception {
        Map<String, String> pairs =
                Map.of("POSTERN_TOKEN_ALGORITHM", "ES256", "ADMIN_PASSWORD", ServerProcess.PASSWORD);
        Commands commands = new Commands(folder, pairs);
        String before;
        String after;
        try (TestServer server = LocalServer.start(folder, pairs)) {
            before = commands.run("keys", "list").out();
            done(commands.run("backup", file("backup.db").toString()));
            done(commands.run("keys", "rotate", "--force"));
            after = commands.run("keys", "list").out();
            assertThat(Calls.readiness(server).statusCode()).isEqualTo(200);
        }
        done(commands.run("restore", file("backup.db").toString(), "--force"));
        assertThat(commands.run("keys", "list").out()).isEqualTo(after).isNotEqualTo(before);
    }

    /** After a lost store, the next start makes an empty one, which knows nothing of the backup. */
    @Test
    void aStoreThatWasMadeAnewTakesNothingAway() throws Exception {
        Pair pair;
        String token;
        try (TestServer server = LocalServer.start(folder)) {
            pair = Calls.signIn(server);
            token = run("token", "create", "--user", "admin", "--name", "script")
                    .out()
                    .strip();
            done(run("client", "add", "robot"));
            done(backup("backup.db"));
        }
        Files.delete(file("postern.db"));
        try (TestServer server = LocalServer.start(folder)) {
            assertThat(Calls.gate(server, Calls.signIn(server))).isEqualTo(200);
        }
        Result restored = restore("backup.db", "--force");
        done(restored);
        assertThat(restored.err()).contains("another store");
        try (TestServer server = LocalServer.start(folder)) {
            assertThat(Calls.refresh(server, pair).statusCode()).isEqualTo(200);
            assertThat(Calls.status(server, "/me", token)).isEqualTo(200);
            assertThat(run("client", "list").out()).contains("robot");
        }
    }

    @Test
    void aStoreOfANewerVersionIsReplaced() throws Exception {
        try (TestServer server = LocalServer.start(folder)) {
            assertThat(Calls.readiness(server).statusCode()).isEqualTo(200);
            done(backup("backup.db"));
        }
        try (Connection newer = DriverManager.getConnection("jdbc:sqlite:" + file("postern.db"));
                Statement statement = newer.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        assertThat(restore("backup.db", "--force").err()).contains("of a newer version");
        try (TestServer server = LocalServer.start(folder)) {
            assertThat(Calls.readiness(server).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void behindALinkTheFileItselfIsReplaced() throws Exception {
        try (TestServer server = LocalServer.start(folder)) {
            done(backup("backup.db"));
            done(run("user", "add", "mira", "--setup-link"));
            assertThat(Calls.readiness(server).statusCode()).isEqualTo(200);
        }
        Path real = Files.move(
                file("postern.db"), Files.createDirectory(file("disk")).resolve("postern.db"));
        Files.createSymbolicLink(file("postern.db"), real);
        done(restore("backup.db", "--force"));
        assertThat(file("postern.db")).isSymbolicLink();
        assertThat(run("user", "list").out()).doesNotContain("mira");
    }

    @Test
    void aStoreInUseIsNotReplaced() throws Exception {
        try (TestServer server = LocalServer.start(folder)) {
            done(backup("backup.db"));
            Pair pair = Calls.signIn(server);
            Result refused = restore("backup.db", "--force");
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("a server or a command uses", "stop it first");
            assertThat(Calls.refresh(server, pair).statusCode()).isEqualTo(200);
            assertThat(Calls.gate(server, Calls.signIn(server))).isEqualTo(200);
        }
    }

    @Test
    void aDamagedStoreIsReplacedAndKept() throws Exception {
        Pair pair;
        try (TestServer server = LocalServer.start(folder)) {
            pair = Calls.signIn(server);
            done(backup("backup.db"));
        }
        byte[] damaged = Files.readAllBytes(file("postern.db"));
        Arrays.fill(damaged, 0, 8_000, (byte) 7);
        Files.write(file("postern.db"), damaged);
        Files.writeString(file("postern.db-wal"), "left over");
        Result restored = restore("backup.db", "--force");
        done(restored);
        assertThat(restored.err()).contains("It is damaged, another store, or of a newer version");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(path -> path.toString().contains("replaced-")))
                    .isNotEmpty();
        }
        assertThat(file("postern.db-wal")).doesNotExist();
        try (TestServer server = LocalServer.start(folder)) {
            assertThat(Calls.refresh(server, pair).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void onlyASoundBackupIsRestored() throws Exception {
        try (TestServer server = LocalServer.start(folder)) {
            done(backup("backup.db"));
            assertThat(Calls.readiness(server).statusCode()).isEqualTo(200);
        }
        byte[] good = Files.readAllBytes(file("backup.db"));
        Files.write(file("cut.db"), Arrays.copyOf(good, good.length / 2));
        byte[] bad = good.clone();
        Arrays.fill(bad, bad.length / 3, bad.length / 2, (byte) 9);
        Files.write(file("bad.db"), bad);
        Files.writeString(
                file("text.db"), "This is not a database, but a text that is long enough to be one.".repeat(99));
        Files.write(file("empty.db"), new byte[0]);
        byte[] before = Files.readAllBytes(file("postern.db"));
        for (String name : List.of("cut.db", "bad.db", "text.db", "empty.db", "none.db")) {
            Result refused = restore(name, "--force");
            assertThat(refused.code()).as(name).isEqualTo(1);
            assertThat(refused.err()).containsAnyOf("is not a sound backup of Postern", "there is no file");
        }
        assertThat(Files.readAllBytes(file("postern.db"))).isEqualTo(before);
        assertThat(file("postern.db.partial")).doesNotExist();
    }

    @Test
    void aBackupThatFailsLeavesTheLastOne() throws Exception {
        try (TestServer server = LocalServer.start(folder)) {
            assertThat(Calls.readiness(server).statusCode()).isEqualTo(200);
            done(backup("backup.db"));
            Result exists = backup("backup.db");
            assertThat(exists.code()).isEqualTo(1);
            assertThat(exists.err()).contains("exists; --force replaces it");
            done(backup("backup.db", "--force"));
            Result nowhere = backup("missing/backup.db");
            assertThat(nowhere.code()).isEqualTo(3);
            assertThat(nowhere.err()).contains("no file can be made in");
            Result itself = backup("postern.db", "--force");
            assertThat(itself.code()).isEqualTo(1);
            assertThat(itself.err()).contains("is the store itself");
            assertThat(Calls.gate(server, Calls.signIn(server))).isEqualTo(200);
        }
        Files.move(file("postern.db"), file("moved.db"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(backup("other.db").err()).contains("there is no store at");
    }

    @Test
    void postgresHasItsOwnTools() {
        Map<String, String> environment = Map.of("POSTERN_STORE_URL", "jdbc:postgresql://127.0.0.1/postern");
        for (String command : List.of("backup", "restore")) {
            Result refused =
                    new Commands(folder, environment).run(command, file("x").toString());
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("for PostgreSQL, use pg_");
        }
    }
}
