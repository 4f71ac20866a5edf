package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Calls.Pair;
import dev.postern.Commands.Result;
import dev.postern.store.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment moves from a SQLite file to PostgreSQL, and back. */
class StoreCopyTest {
    @TempDir
    private Path folder;

    private String postgres = "";

    @BeforeEach
    void makeDatabase() {
        postgres = Postgres.shared().url(Postgres.shared().createDatabase());
    }

    private Result run(String... arguments) {
        return new Commands(folder, Map.of("STORE_PASSWORD", Postgres.PASSWORD)).run(arguments);
    }

    private String sqlite(String file) {
        return "jdbc:sqlite:" + folder.resolve(file);
    }

    private LocalServer onPostgres() throws Exception {
        return LocalServer.start(
                folder,
                Map.of(
                        "POSTERN_STORE_URL", postgres,
                        "POSTERN_STORE_USER", Postgres.USER,
                        "STORE_PASSWORD", Postgres.PASSWORD));
    }

    @Test
    void everybodyStaysSignedInOnTheWayThereAndBack() throws Exception {
        Pair pair;
        Pair left;
        Pair early;
        try (TestServer server = LocalServer.start(folder)) {
            early = Calls.signIn(server);
            pair = Calls.pair(Calls.refresh(server, early));
            left = Calls.signIn(server);
            assertThat(Calls.logout(server, left).statusCode()).isEqualTo(204);
        }
        Result copied = run("store", "copy", sqlite("postern.db"), postgres, "--user", Postgres.USER);
        assertThat(copied.code()).as(copied.err()).isZero();
        assertThat(copied.out()).startsWith("Copied: users 1, sessions 1, revocations 1");
        try (TestServer server = onPostgres()) {
            assertThat(Calls.gate(server, pair)).isEqualTo(200);
            assertThat(Calls.gate(server, left)).isEqualTo(401);
            assertThat(Calls.pair(Calls.refresh(server, early)).refreshToken()).isEqualTo(pair.refreshToken());
            pair = Calls.pair(Calls.refresh(server, pair));
            assertThat(Calls.logout(server, Calls.signIn(server)).statusCode())
                    .as("numbers go on behind those that were copied")
                    .isEqualTo(204);
        }
        Result back = run("store", "copy", postgres, sqlite("back.db"), "--user", Postgres.USER);
        assertThat(back.out()).as("no other admin was made").startsWith("Copied: users 1, ");
        Files.move(
                folder.resolve("back.db"),
                folder.resolve("postern.db"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (TestServer server = LocalServer.start(folder)) {
            assertThat(Calls.gate(server, left)).isEqualTo(401);
            assertThat(Calls.refresh(server, pair).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aStoreThatHoldsSomethingIsNotCopiedInto() throws Exception {
        ServerProcess.makeStore(folder);
        assertThat(run("user", "add", "mira", "--setup-link").code()).isZero();
        assertThat(run("store", "copy", sqlite("postern.db"), postgres, "--user", Postgres.USER)
                        .code())
                .isZero();
        Result again = run("store", "copy", sqlite("postern.db"), postgres, "--user", Postgres.USER);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("holds users already");
    }

    @Test
    void whatIsNotThereOrNotAStoreIsNamed() throws Exception {
        Result none = run("store", "copy", sqlite("none.db"), postgres, "--user", Postgres.USER);
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("none.db");
        assertThat(folder.resolve("none.db")).doesNotExist();
        Result wrong = run("store", "copy", "postern.db", postgres + "?password=hunter2");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("FROM", "TO", "STORE_PASSWORD").doesNotContain("hunter2");
    }

    @Test
    void namesAreFoundWhereTheyWereCopiedTo() throws Exception {
        ServerProcess.makeStore(folder);
        run("user", "add", "mira.santos", "--setup-link");
        run("store", "copy", sqlite("postern.db"), postgres, "--user", Postgres.USER);
        run("store", "copy", postgres, sqlite("back.db"), "--user", Postgres.USER);
        Files.writeString(
                folder.resolve("there.properties"), "store.url=" + postgres + "\nstore.user=" + Postgres.USER);
        Files.writeString(folder.resolve("back.properties"), "store.url=" + sqlite("back.db"));
        for (String settings : new String[] {"there.properties", "back.properties"}) {
            assertThat(run(
                                    "user",
                                    "list",
                                    "--query",
                                    "a.san",
                                    "--config",
                                    folder.resolve(settings).toString())
                            .out())
                    .startsWith("mira.santos");
        }
    }
}
