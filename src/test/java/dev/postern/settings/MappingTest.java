package dev.postern.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.settings.Settings.Cookie;
import dev.postern.settings.Settings.Cors;
import dev.postern.settings.Settings.Group;
import dev.postern.settings.Settings.Limits;
import dev.postern.settings.Settings.Log;
import dev.postern.settings.Settings.Page;
import dev.postern.settings.Settings.Password;
import dev.postern.settings.Settings.Server;
import dev.postern.settings.Settings.Session;
import dev.postern.settings.Settings.Stop;
import dev.postern.settings.Settings.Store;
import dev.postern.settings.Settings.Tls;
import dev.postern.settings.Settings.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pins the defaults, and where in {@link Settings} each key goes. */
class MappingTest {

    @TempDir
    private Path folder;

    @Test
    void nothingSetGivesTheDefaults() throws SettingsRefused {
        assertThat(SettingsReader.read(Optional.empty(), Map.of()))
                .isEqualTo(new Settings(
                        new Server(
                                "127.0.0.1",
                                7070,
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                new Limits(64 * 1024, Optional.empty(), Duration.ofSeconds(30)),
                                new Stop(Duration.ZERO, Duration.ofSeconds(10))),
                        new Store("jdbc:sqlite:postern.db", Optional.empty(), 10),
                        new Token(
                                "HS256",
                                Optional.empty(),
                                "postern",
                                "postern",
                                Duration.ofMinutes(15),
                                Duration.ofDays(30),
                                Optional.of(Duration.ofSeconds(30)),
                                Duration.ofSeconds(30),
                                401),
                        new Session(Duration.ofDays(90), 50, Duration.ofHours(12)),
                        new Password(12, 12, Optional.empty(), 64),
                        new Settings.Login(10, Duration.ofMinutes(15)),
                        new Settings.Audit(Duration.ofDays(90)),
                        List.of(),
                        new Page("Postern", Optional.empty(), Optional.empty()),
                        new Cookie(Optional.empty()),
                        new Cors(Set.of()),
                        new Log(false)));
    }

    @Test
    void groupOfOnlyAPathHasTheDefaults() {
        assertThat(Reading.settings("group.docs.path=/docs/*").groups())
                .containsExactly(new Group(
                        "docs",
                        List.of("/docs/*"),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        false,
                        true,
                        false,
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(30)));
    }

    @Test
    void everyKeyIsReadFromTheFile() throws IOException {
        String file = everyKey().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n"));

        assertThat(Reading.settings(file)).isEqualTo(everyKeySet());
    }

    @Test
    void everyKeyIsReadFromTheEnvironment() throws IOException {
        Map<String, String> environment = everyKey().entrySet().stream()
                .collect(Collectors.toMap(entry -> SettingKey.variable(entry.getKey()), Map.Entry::getValue));

        assertThat(environment)
                .containsKeys("POSTERN_SERVER_PUBLIC_URL", "POSTERN_GROUP_MY_DOCS_LENIENT_PATHS")
                .hasSameSizeAs(everyKey());
        assertThat(Reading.settings(environment)).isEqualTo(everyKeySet());
    }

    @Test
    void theMappingTestLeavesNoKeyOut() throws IOException {
        assertThat(everyKey().keySet())
                .containsAll(keyNames())
                .hasSize(keyNames().size() + groupKeyNames());
    }

    @Test
    void environmentGoesBeforeTheFileKeyByKey() {
        Settings settings = Reading.settings(
                "server.port=1\nserver.host=::\ngroup.a.path=/a\ngroup.a.roles=x",
                Map.of("POSTERN_SERVER_PORT", "2", "POSTERN_GROUP_A_PATH", "/b"));

        assertThat(settings.server().port()).isEqualTo(2);
        assertThat(settings.server().host()).isEqualTo("::");
        assertThat(settings.groups()).extracting(Group::paths).containsExactly(List.of("/b"));
        assertThat(settings.groups()).extracting(Group::roles).containsExactly(Set.of("x"));
    }

    @Test
    void anEmptyVariableTakesBackWhatTheFileSetWhereNoneIsTheDefault() {
        Settings settings = Reading.settings(
                "server.public-url=https://a.example\ncors.origins=https://b.example",
                Map.of("POSTERN_SERVER_PUBLIC_URL", "", "POSTERN_CORS_ORIGINS", ""));

        assertThat(settings.server().publicUrl()).isEmpty();
        assertThat(settings.cors().origins()).isEmpty();
    }

    @Test
    void issuerFollowsThePublicUrl() {
        assertThat(Reading.settings("server.public-url=https://a.example/")
                        .token()
                        .issuer())
                .isEqualTo("https://a.example");
    }

    @Test
    void untilUsedIsAGraceWithoutEnd() {
        assertThat(Reading.settings("token.refresh-grace=until-used").token().refreshGrace())
                .isEmpty();
    }

    @Test
    void groupsAreSortedByName() {
        assertThat(Reading.settings("group.b.path=/b", "group.c.path=/c", "group.a.path=/a")
                        .groups())
                .extracting(Group::name)
                .containsExactly("a", "b", "c");
    }

    @Test
    void otherVariablesAreNotOurs() {
        assertThat(Reading.problems(Map.of("PATH", "/bin", "POSTERNS", "x", "postern_server_port", "x")))
                .isEmpty();
    }

    private Map<String, String> everyKey() throws IOException {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("server.host", "0.0.0.0");
        keys.put("server.port", "8443");
        keys.put("server.public-url", "HTTPS://Door.Example.org:443/");
        keys.put("server.tls.certificate", file("chain.pem").toString());
        keys.put("server.tls.key", file("key.pem").toString());
        keys.put("server.tls.redirect-port", "8080");
        keys.put("server.trusted-proxies", "10.0.0.0/8, ::1");
        keys.put("server.max-body", "1MB");
        keys.put("server.max-connections", "5000");
        keys.put("server.idle-timeout", "75s");
        keys.put("server.stop-delay", "5s");
        keys.put("server.drain", "1m");
        keys.put("log.format", "json");
        keys.put("store.url", "jdbc:postgresql://db1:5433,db2/postern?sslmode=verify-full");
        keys.put("store.user", "door");
        keys.put("store.pool-size", "20");
        keys.put("token.algorithm", "ES384");
        keys.put("token.key-rotation", "90d");
        keys.put("token.issuer", "https://issuer.example.org/a");
        keys.put("token.audience", "intranet");
        keys.put("token.access-lifetime", "5m");
        keys.put("token.refresh-lifetime", "12h");
        keys.put("token.refresh-grace", "500ms");
        keys.put("token.clock-skew", "0s");
        keys.put("token.rejected-status", "403");
        keys.put("session.lifetime", "7d");
        keys.put("session.max-per-user", "3");
        keys.put("session.browser-idle", "1h");
        keys.put("password.bcrypt-cost", "10");
        keys.put("password.min-length", "16");
        keys.put("password.workers", "4");
        keys.put("password.queue", "100");
        keys.put("login.attempts", "5");
        keys.put("login.window", "10m");
        keys.put("audit.retention", "30d");
        keys.put("group.my-docs.path", "/docs/*, /report");
        keys.put("group.my-docs.host", "docs.example.org, ::1");
        keys.put("group.my-docs.methods", "GET,M-SEARCH");
        keys.put("group.my-docs.roles", "reader,team:a");
        keys.put("group.my-docs.access", "signed-in");
        keys.put("group.my-docs.enforce", "false");
        keys.put("group.my-docs.lenient-paths", "true");
        keys.put("group.my-docs.identity-token", "true");
        keys.put("group.my-docs.basic", "true");
        keys.put("group.my-docs.files", folder.toString());
        keys.put("group.open.path", "/open");
        keys.put("group.open.access", "public");
        keys.put("group.open.upstream", "https://10.0.0.7:8443/");
        keys.put("group.open.timeout", "2m");
        keys.put("page.title", "The Wiki's door");
        keys.put("page.logo", file("logo.svg").toString());
        keys.put("page.help", "Ask Ann, room 3");
        keys.put("cookie.domain", "example.org");
        keys.put("cors.origins", "https://app.example.org,http://localhost:3000");
        return keys;
    }

    private Settings everyKeySet() throws IOException {
        return new Settings(
                new Server(
                        "0.0.0.0",
                        8443,
                        Optional.of(URI.create("https://door.example.org")),
                        Optional.of(new Tls(file("chain.pem"), file("key.pem"), Optional.of(8080))),
                        List.of("10.0.0.0/8", "::1"),
                        new Limits(1024 * 1024, Optional.of(5000), Duration.ofSeconds(75)),
                        new Stop(Duration.ofSeconds(5), Duration.ofMinutes(1))),
                new Store("jdbc:postgresql://db1:5433,db2/postern?sslmode=verify-full", Optional.of("door"), 20),
                new Token(
                        "ES384",
                        Optional.of(Duration.ofDays(90)),
                        "https://issuer.example.org/a",
                        "intranet",
                        Duration.ofMinutes(5),
                        Duration.ofHours(12),
                        Optional.of(Duration.ofMillis(500)),
                        Duration.ZERO,
                        403),
                new Session(Duration.ofDays(7), 3, Duration.ofHours(1)),
                new Password(10, 16, Optional.of(4), 100),
                new Settings.Login(5, Duration.ofMinutes(10)),
                new Settings.Audit(Duration.ofDays(30)),
                List.of(
                        new Group(
                                "my-docs",
                                List.of("/docs/*", "/report"),
                                Set.of("docs.example.org", "::1"),
                                Set.of("GET", "M-SEARCH"),
                                Set.of("reader", "team:a"),
                                false,
                                false,
                                true,
                                true,
                                true,
                                Optional.of(folder),
                                Optional.empty(),
                                Duration.ofSeconds(30)),
                        new Group(
                                "open",
                                List.of("/open"),
                                Set.of(),
                                Set.of(),
                                Set.of(),
                                true,
                                true,
                                false,
                                false,
                                false,
                                Optional.empty(),
                                Optional.of(URI.create("https://10.0.0.7:8443")),
                                Duration.ofMinutes(2))),
                new Page("The Wiki's door", Optional.of(file("logo.svg")), Optional.of("Ask Ann, room 3")),
                new Cookie(Optional.of("example.org")),
                new Cors(Set.of("https://app.example.org", "http://localhost:3000")),
                new Log(true));
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? file : Files.createFile(file);
    }

    private static List<String> keyNames() {
        return SettingKeys.all().stream().map(SettingKey::name).toList();
    }

    /** All of {@code my-docs}, and two of {@code open}. */
    private static int groupKeyNames() {
        return SettingKeys.ofGroups().size() + 2;
    }
}
