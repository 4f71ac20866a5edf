package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Commands.Result;
import dev.postern.http.RunningServer;
import dev.postern.store.Database;
import dev.postern.store.engine.StoreLocation;
import dev.postern.store.tables.JdbiUserStore;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mindrot.jbcrypt.BCrypt;

/** The program as it is called: arguments, output, exit codes. */
@Timeout(60)
class MainTest {
    private Path folder;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void enter(@TempDir Path temp) {
        folder = temp;
        ServerProcess.makeStore(folder);
    }

    private Result run(String input, String... arguments) {
        return new Commands(folder, environment).run(input.getBytes(StandardCharsets.UTF_8), arguments);
    }

    /** The server, where it ends by itself. */
    private Result serve() {
        return run("", "serve");
    }

    @Test
    void helpAndVersionAreReportedAtEveryLevel() throws Exception {
        assertThat(run("", "--help").out()).contains("serve", "user", "settings", "explain");
        assertThat(run("", "user", "--help").out()).contains("add", "list", "passwd");
        assertThat(run("", "user", "add", "--help").out()).contains("--password-stdin", "--role");
        assertThat(run("", "--version").out()).startsWith("Postern");
        assertThat(run("", "nonsense").code()).isEqualTo(2);
        assertThat(run("", "user").code()).isEqualTo(2);
    }

    @Test
    void peopleAreAddedListedAndGivenPasswords() throws Exception {
        assertThat(run("a long password\n", "user", "add", "Mira", "--role", "editor", "--password-stdin"))
                .isEqualTo(new Result(0, "Added Mira\n", ""));
        assertThat(run("a long password\n", "user", "add", "mira", "--password-stdin")
                        .code())
                .isEqualTo(1);
        assertThat(run("short", "user", "add", "tom", "--password-stdin").code())
                .isEqualTo(1);
        assertThat(run("a long password", "user", "add", "no spaces", "--password-stdin")
                        .code())
                .isEqualTo(1);
        assertThat(run("", "user", "add", "tom").code()).isEqualTo(2);
        assertThat(run("", "user", "list").out()).startsWith("Mira").contains("editor");
        assertThat(run("", "user", "list", "--json").out()).contains("\"username\":\"Mira\"", "\"roles\":[\"editor\"]");
        assertThat(run("another long password", "user", "passwd", "MIRA", "--password-stdin")
                        .code())
                .isZero();
        assertThat(run("another long password", "user", "passwd", "nobody", "--password-stdin")
                        .code())
                .isEqualTo(1);
    }

    @Test
    void peopleAreShownChangedAndRemoved() throws Exception {
        run("a long password\n", "user", "add", "chief", "--role", "admin", "--password-stdin");
        run("a long password\n", "user", "add", "Mira", "--password-stdin");
        assertThat(run("", "user", "roles", "mira", "editor", "docs:read").out())
                .contains("docs:read,editor");
        assertThat(run("", "user", "disable", "mira").out()).isEqualTo("Disabled Mira\n");
        assertThat(run("", "user", "show", "MIRA", "--json").out())
                .contains("\"roles\":[\"docs:read\",\"editor\"]", "\"disabled\":true");
        assertThat(run("", "user", "enable", "mira").code()).isZero();
        assertThat(run("", "user", "roles", "mira").out()).contains("Mira", "-");
        assertThat(run("", "user", "remove", "mira").code()).isEqualTo(2);
        assertThat(run("", "user", "remove", "mira", "--yes").out()).isEqualTo("Removed Mira\n");
        assertThat(run("", "user", "show", "mira").code()).isEqualTo(1);
        for (List<String> last : List.of(
                List.of("user", "remove", "chief", "--yes"),
                List.of("user", "disable", "chief"),
                List.of("user", "roles", "chief", "editor"))) {
            Result refused = run("", last.toArray(String[]::new));
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("last enabled user");
        }
        assertThat(run("", "audit", "--user", "Mira").out().lines().map(line -> line.split(" +", -1)[1]))
                .containsExactly(
                        "user_removed", "user_changed", "user_changed", "user_changed", "user_changed", "user_created");
        assertThat(run("", "audit", "--event", "user_created", "--since", "1h", "--json", "--limit", "1")
                        .out())
                .contains("\"user\":\"Mira\"", "\"by\":\"command line\"");
        assertThat(run("", "audit", "--event", "nonsense").err()).contains("user_created");
        assertThat(run("", "audit", "--since", "yesterday").code()).isEqualTo(2);
    }

    @Test
    void aPersonChoosesAPasswordByALink() throws Exception {
        environment.put("POSTERN_SERVER_PUBLIC_URL", "https://door.example.org");
        assertThat(run("", "user", "add", "tom", "--setup-link").out())
                .matches("https://door\\.example\\.org/setup/[A-Za-z0-9_-]{43}\n");
        assertThat(run("", "user", "passwd", "tom", "--setup-link", "--json").out())
                .startsWith("{\"setup_url\":");
        assertThat(run("", "user", "passwd", "tom", "--setup-link", "--password-stdin")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void tokensAreMadeListedAndRevokedAndAServerAppliesIt() throws Exception {
        environment.put("ADMIN_PASSWORD", RunningServer.PASSWORD);
        try (TestServer server = LocalServer.start(folder, environment)) {
            Result made = run("", "token", "create", "--user", "admin", "--name", "backup", "--group", "account");
            assertThat(made.out()).matches("pst_[A-Za-z0-9_-]{43}\n");
            assertThat(me(server, made.out().strip())).isEqualTo(200);
            String listed = run("", "token", "list", "--user", "admin").out();
            assertThat(listed).contains("backup").doesNotContain(made.out().strip());
            assertThat(run("", "token", "revoke", listed.split(" ", -1)[0]).code())
                    .isZero();
            awaitUnauthorized(server, made.out().strip());
            assertThat(run("", "token", "revoke", "nothing").code()).isEqualTo(1);
            assertThat(run("", "token", "create", "--user", "admin", "--name", "x", "--group", "dosc")
                            .err())
                    .contains("account, admin");
            assertThat(run("", "token", "create", "--user", "admin", "--name", "x", "--expires", "400d")
                            .code())
                    .isEqualTo(1);
        }
    }

    @Test
    void sessionsAreListedAndRevokedAndAServerAppliesIt() throws Exception {
        environment.put("ADMIN_PASSWORD", RunningServer.PASSWORD);
        try (TestServer server = LocalServer.start(folder, environment)) {
            String token = login(server);
            String listed = run("", "session", "list").out();
            assertThat(listed).contains("admin", "from 127.0.0.1");
            assertThat(run("", "session", "revoke", listed.split(" ", -1)[0]).out())
                    .isEqualTo("Ended 1 session\n");
            awaitUnauthorized(server, token);
            login(server);
            assertThat(run("", "session", "revoke", "--user", "ADMIN", "--json").out())
                    .isEqualTo("{\"ended\":1}\n");
            assertThat(run("", "session", "list", "--user", "admin").out()).isEmpty();
            assertThat(run("", "session", "revoke", "nothing").code()).isEqualTo(1);
            assertThat(run("", "session", "revoke").code()).isEqualTo(2);
        }
    }

    @Test
    void aServiceActsForItselfUntilItIsRemoved() throws Exception {
        environment.put("ADMIN_PASSWORD", RunningServer.PASSWORD);
        try (TestServer server = LocalServer.start(folder, environment)) {
            String secret =
                    run("", "client", "add", "reports", "--role", "admin").out().strip();
            assertThat(secret).matches("pcs_[A-Za-z0-9_-]{43}");
            assertThat(run("", "client", "add", "reports").code()).isEqualTo(1);
            assertThat(run("", "client", "add", "login").code()).isEqualTo(1);
            assertThat(run("", "client", "add", "No").code()).isEqualTo(1);
            String answer = clientToken(server, "reports", secret).body();
            String token = answer.replaceAll(".*\"access_token\":\"([^\"]*)\".*", "$1");
            assertThat(Calls.status(server, "/admin/users", token)).isEqualTo(200);
            assertThat(Calls.status(server, "/me", token)).isEqualTo(403);
            assertThat(clientToken(server, "reports", secret + "x").statusCode())
                    .isEqualTo(401);
            assertThat(run("", "client", "list").out()).contains("reports", "admin");
            assertThat(run("", "client", "list", "--json").out())
                    .contains("\"last_used_at\":\"20")
                    .doesNotContain(secret);
            assertThat(run("", "client", "remove", "reports", "--yes").code()).isZero();
            Await.until("the token to be refused", () -> Calls.status(server, "/admin/users", token) == 401);
            assertThat(clientToken(server, "reports", secret).statusCode()).isEqualTo(401);
            assertThat(run("", "client", "remove", "reports", "--yes").code()).isEqualTo(1);
        }
    }

    private static HttpResponse<String> clientToken(TestServer server, String id, String secret) throws Exception {
        return Calls.postForm(
                server.url() + "/oauth/token",
                "grant_type=client_credentials&client_id=" + id + "&client_secret=" + secret);
    }

    private static String login(TestServer server) throws Exception {
        String pair = Calls.login(server, RunningServer.PASSWORD).body();
        return pair.replaceAll(".*\"token\":\"([^\"]*)\".*", "$1");
    }

    private static int me(TestServer server, String token) throws Exception {
        return Calls.status(server, "/me", token);
    }

    private static void awaitUnauthorized(TestServer server, String token) throws Exception {
        Await.until("the token to be refused", () -> me(server, token) == 401);
    }

    @Test
    void anExpressTableIsTakenOverAndLoggedInWith() throws Exception {
        String hash =
                "$2b$" + BCrypt.hashpw("the old one of mira", BCrypt.gensalt(4)).substring(4);
        Files.writeString(
                folder.resolve("users.csv"),
                "id,username,password_hash,role\n1,mira," + hash + ",editor\n2,tom,$argon2id$x,\n3,admin," + hash
                        + ",admin\n");
        String users = folder.resolve("users.csv").toString();
        Result rehearsed = run("", "user", "import", users, "--dry-run");
        assertThat(rehearsed.out())
                .isEqualTo(
                        "added mira\nrefused line 3 (tom): an Argon2 hash; only bcrypt can be imported\nadded admin\n");
        assertThat(rehearsed.err())
                .contains("not taken over: the fields id", "read as csv: 2 added", "nothing was written");
        assertThat(rehearsed.code()).isEqualTo(1);
        assertThat(run("", "user", "import", users, "--atomic").code()).isEqualTo(1);
        assertThat(run("", "user", "list").out()).isEmpty();
        assertThat(run("", "user", "import", users, "--format", "csv", "--json").out())
                .contains("{\"line\":2,\"username\":\"mira\",\"result\":\"added\",\"reason\":null}")
                .doesNotContain("$2b$");
        assertThat(run("", "user", "import", users).out()).contains("skipped mira: exists");
        assertThat(run("", "user", "import", users, "--update").out())
                .contains("skipped mira: nothing differs from the last import");
        assertThat(run("", "user", "import", folder.resolve("nowhere.csv").toString())
                        .code())
                .isEqualTo(1);
        assertThat(run("", "user", "import", users, "--format", "ldif").err()).contains("authelia");
        try (TestServer server = LocalServer.start(folder, environment)) {
            assertThat(Calls.login(server, "the old one of mira").statusCode()).isEqualTo(200);
            assertThat(Calls.login(server, "the old one of mira").statusCode()).isEqualTo(200);
        }
        try (Database store = Database.open(StoreLocation.of("jdbc:sqlite:" + folder.resolve("postern.db")))) {
            assertThat(new JdbiUserStore(store)
                            .findByUsernameKey("admin")
                            .orElseThrow()
                            .passwordHash())
                    .as("raised to the cost that is set")
                    .startsWith("$2a$10$");
        }
    }

    @Test
    void settingsAreCheckedAllAtOnce() throws Exception {
        assertThat(run("", "settings", "check")).isEqualTo(new Result(0, "The settings are right.\n", ""));
        Files.write(
                folder.resolve("config.properties"),
                List.of(
                        "server.prot=80",
                        "token.access-lifetime=25h",
                        "store.password=hunter2",
                        "group.a.path=/x/*",
                        "group.b.path=/x/*,/me"));
        Result result = run("", "settings", "check");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("server.prot", "did you mean server.port", "token.access-lifetime", "store.password")
                .doesNotContain("hunter2", "\tat ");
        Files.write(folder.resolve("config.properties"), List.of("group.a.path=/x/*", "group.b.path=/x/*,/me,/*/y"));
        assertThat(run("", "settings", "check").err()).contains("group a", "built-in route /me", "a * is only allowed");
    }

    @Test
    void aMissingOrShortKeyStopsTheStartAndNamesTheCure() throws Exception {
        environment.put("SECRET_KEY", "");
        Files.delete(folder.resolve("postern.db"));
        Result missing = serve();
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("SECRET_KEY", "openssl rand -base64 48");
        environment.put("SECRET_KEY", "too short");
        assertThat(serve().err()).contains("SECRET_KEY").doesNotContain("too short");
        assertThat(folder.resolve("postern.db")).doesNotExist();
    }

    @Test
    void aStoreThatCannotBeOpenedIsAFault() throws Exception {
        Files.writeString(folder.resolve("postern.db"), "this is not a database, whatever it is called".repeat(50));
        Result result = serve();
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("postern.db").doesNotContain("\tat ");
    }

    @Test
    void aPortInUseIsAFaultInPlainWords() throws Exception {
        try (TestServer server = LocalServer.start(folder)) {
            environment.put(
                    "POSTERN_SERVER_PORT",
                    String.valueOf(URI.create(server.url()).getPort()));
            Result result = serve();
            assertThat(result.code()).isEqualTo(3);
            assertThat(result.err())
                    .contains("127.0.0.1:", "server.port is in use")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void theFirstStartMakesAnAdminAndShowsThePasswordOnce() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, Map.of())) {
            assertThat(server.printed).hasSize(1);
            String password = server.printed.get(0).replaceFirst(".* password (\\S+) .*", "$1");
            assertThat(Calls.login(server, password).statusCode()).isEqualTo(200);
            assertThat(server.terminate()).isZero();
        }
        try (ServerProcess server = ServerProcess.start(folder, Map.of())) {
            assertThat(server.printed).isEmpty();
        }
    }

    @Test
    void aWeakAdminPasswordStopsTheFirstStart() throws Exception {
        environment.put("ADMIN_PASSWORD", "weak");
        Result result = serve();
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("ADMIN_PASSWORD");
        assertThat(run("", "user", "list").out()).isEmpty();
    }

    @Test
    void explainAsksTheGateItself() throws Exception {
        Files.write(
                folder.resolve("config.properties"),
                List.of(
                        "group.docs.path=/docs/*",
                        "group.docs.roles=reader",
                        "group.open.path=/open/*",
                        "group.open.access=public",
                        "group.wiki.host=wiki.example.org",
                        "group.wiki.path=/*",
                        "group.app.path=/app/*",
                        "group.app.access=public",
                        "group.app.upstream=http://127.0.0.1:3000"));
        assertThat(run("", "explain", "GET", "/app/x").out()).contains("passed on to http://127.0.0.1:3000");
        run("a long password", "user", "add", "mira", "--role", "reader", "--password-stdin");
        run("a long password", "user", "add", "tom", "--password-stdin");
        assertThat(run("", "explain", "GET", "/open/x?y=z").code()).isZero();
        assertThat(run("", "explain", "GET", "/docs", "--user", "mira", "--json")
                        .out())
                .isEqualTo("{\"group\":\"docs\",\"allowed\":true,\"status\":200,\"error\":null,"
                        + "\"reason\":\"The user has access to the group.\"}\n");
        assertThat(run("", "explain", "GET", "/docs", "--user", "tom").out()).contains("403 insufficient_role");
        Result refused = run("", "explain", "GET", "/docs", "--json");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).contains("\"group\":\"docs\"", "\"status\":401", "\"error\":\"missing_token\"");
        assertThat(run("", "explain", "POST", "/dashboard").out()).contains("405");
        assertThat(run("", "explain", "GET", "/docs/../x").out()).contains("invalid_path");
        assertThat(run("", "explain", "GET", "https://Wiki.example.org:8443?x", "--user", "tom")
                        .out())
                .isEqualTo("allowed by group wiki: The user has access to the group.\n");
        assertThat(run("", "explain", "GET", "https://wiki.example.org/dashboard")
                        .out())
                .contains("group wiki: 401");
        assertThat(run("", "explain", "GET", "https://wiki.example.org//x").out())
                .contains("invalid_path");
        assertThat(run("", "explain", "GET", "/x").out()).contains("no group: 404");
        for (String wrong :
                new String[] {"wiki.example.org/x", "ftp://wiki.example.org/", "https://", "https://a@b/"}) {
            Result usage = run("", "explain", "GET", wrong);
            assertThat(usage.code()).as(wrong).isEqualTo(2);
            assertThat(usage.err()).contains("https://wiki.example.org/page");
        }
        assertThat(run("", "explain", "GET", "/docs", "--user", "nobody").code())
                .isEqualTo(1);
    }

    @Test
    void aNewPasswordFromTheCommandLineEndsTheSessionsOfARunningServer() throws Exception {
        try (TestServer server = LocalServer.start(folder)) {
            HttpResponse<String> pair = Calls.login(server, ServerProcess.PASSWORD);
            String token = RunningServer.json(pair).path("token").asText();
            assertThat(Calls.gate(server, token)).isEqualTo(200);
            assertThat(run("another long password", "user", "passwd", "admin", "--password-stdin")
                            .code())
                    .isZero();
            Await.until("the token to be refused", () -> Calls.gate(server, token) == 401);
        }
    }

    @Test
    void aHangUpRereadsTheGroups() throws Exception {
        Path config = folder.resolve("config.properties");
        Files.writeString(config, "group.x.path=/x\n");
        try (ServerProcess server = ServerProcess.start(folder)) {
            assertThat(Calls.status(server, "/x", "none")).isEqualTo(401);
            Files.writeString(config, "group.y.path=/y\n");
            new ProcessBuilder("kill", "-HUP", String.valueOf(server.pid()))
                    .start()
                    .waitFor();
            Await.until("the new group", () -> Calls.status(server, "/y", "none") == 401);
            assertThat(Calls.status(server, "/x", "none")).isEqualTo(404);
        }
    }
}
