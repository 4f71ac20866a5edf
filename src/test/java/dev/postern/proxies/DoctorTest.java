package dev.postern.proxies;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.postern.TestCertificates;
import dev.postern.assembly.SessionServices;
import dev.postern.assembly.StoreSettings;
import dev.postern.assembly.UserServices;
import dev.postern.cli.Program;
import dev.postern.doctor.Doctor;
import dev.postern.doctor.Examination;
import dev.postern.doctor.Finding;
import dev.postern.doctor.Finding.Result;
import dev.postern.http.RunningServer;
import dev.postern.local.LocalAdminStore;
import dev.postern.local.LocalDoctor;
import dev.postern.local.LocalProxyConfiguration;
import dev.postern.sessions.ProxyCheckTokens;
import dev.postern.settings.Secret;
import dev.postern.settings.Secrets;
import dev.postern.settings.Settings;
import dev.postern.settings.SettingsReader;
import dev.postern.store.Database;
import dev.postern.store.tables.JdbiSessionStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code doctor} finds in a good configuration, and in broken ones, of real proxies. */
class DoctorTest {
    private static final Secret SECRET = Secret.of("0123456789abcdef0123456789abcdef");

    @TempDir
    private Path folder;

    private HttpServer application;
    private int port;
    private int postern;

    @BeforeEach
    void startApplication() throws Exception {
        port = Proxy.freePort();
        postern = Proxy.freePort();
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            byte[] body = new TreeMap<>(exchange.getRequestHeaders()).toString().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        application.start();
    }

    @AfterEach
    void stopApplication() {
        application.stop(0);
    }

    private String[] settings(String... more) {
        List<String> lines = new ArrayList<>(List.of(
                "server.public-url=http://door.test:" + port,
                "server.trusted-proxies=127.0.0.1",
                "server.port=" + postern,
                "group.wiki.host=wiki.test",
                "group.wiki.path=/*",
                "group.boss.host=wiki.test",
                "group.boss.path=/boss/*",
                "group.boss.roles=admin"));
        for (String line : more) {
            String key = line.split("=", 2)[0] + "=";
            lines.removeIf(other -> other.startsWith(key));
            lines.add(line);
        }
        return lines.toArray(String[]::new);
    }

    /** What {@code proxy-config} prints, with the application's address. */
    private String printed(String name) throws Exception {
        return LocalProxyConfiguration.of(
                        read(settings()), ProxyConfiguration.Proxy.valueOf(name.toUpperCase(Locale.ROOT)))
                .configuration()
                .replace(
                        "127.0.0.1:8080",
                        "127.0.0.1:" + application.getAddress().getPort());
    }

    private Settings read(String... lines) throws Exception {
        return SettingsReader.read(
                Optional.of(Files.write(folder.resolve("read.properties"), List.of(lines))), Map.of());
    }

    /** Only names that end with {@code .test} are known. */
    private static InetAddress loopback(String host) throws UnknownHostException {
        if (!host.endsWith(".test") && !host.equals("localhost")) {
            throw new UnknownHostException(host);
        }
        return InetAddress.getLoopbackAddress();
    }

    /** As the command does it beside a running server. */
    private List<Finding> examineSignedIn(String url) throws Exception {
        Settings settings = read(settings("store.url=jdbc:sqlite:" + folder.resolve("server.db")));
        Database database = Database.openExisting(StoreSettings.read(settings.store(), Optional.empty()));
        database.awaitOpen();
        Clock clock = Clock.systemUTC();
        try (UserServices users = new UserServices(database, settings, event -> {}, nanos -> {}, clock)) {
            Secrets secrets = new Secrets(SECRET, Optional.empty(), Optional.empty(), Optional.empty());
            SessionServices sessions = SessionServices.of(database, database, settings, secrets, clock);
            ProxyCheckTokens tokens = new ProxyCheckTokens(SessionServices.key(secrets), clock);
            return LocalDoctor.signedIn(
                    new LocalAdminStore(users, new JdbiSessionStore(database), "", clock),
                    sessions,
                    settings,
                    URI.create(url),
                    new Program.Login("admin", RunningServer.PASSWORD),
                    admin -> examine(url, Optional.of(admin), Optional.of(tokens::make)));
        }
    }

    private List<Finding> examine(
            String url, Optional<Examination.SignedIn> person, Optional<Supplier<String>> tokens) {
        Examination examination = new Examination(
                URI.create(url),
                Optional.of("/echo"),
                url.contains("wiki") ? List.of("/", "/boss/") : List.of(),
                tokens,
                person);
        return Doctor.examine(examination, DoctorTest::loopback, Clock.systemUTC());
    }

    private String wiki() {
        return "http://wiki.test:" + port + "/page?a=b";
    }

    private static List<String> checks(List<Finding> findings, Result result) {
        return findings.stream()
                .filter(finding -> finding.result() == result)
                .map(Finding::check)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "caddy", "haproxy"})
    void aPrintedConfigurationIsGood(String name) throws Exception {
        String printed = printed(name);
        List<Finding> findings = examineBehind(() -> Proxy.configured(name, folder, port, postern, printed), wiki());
        assertThat(findings)
                .filteredOn(finding -> finding.result() != Result.PASS)
                .extracting(Finding::check)
                .containsExactly("tls");
        assertThat(checks(findings, Result.PASS))
                .contains(
                        "no-credential",
                        "other-groups",
                        "forged-token",
                        "forged-identity",
                        "forged-forwarded",
                        "paths",
                        "methods",
                        "background",
                        "websocket",
                        "upgrade",
                        "sign-in",
                        "cookies",
                        "origin",
                        "check-identity",
                        "check-forwarded",
                        "echo-identity",
                        "echo-forwarded",
                        "echo-upgrade",
                        "signed-in",
                        "other-hosts-cookie");
    }

    @Test
    void withoutAProxyItIsGoodAsWell() throws Exception {
        String own = "http://wiki.test:" + postern + "/page";
        try (RunningServer running = new RunningServer(
                folder,
                postern,
                settings(
                        "server.public-url=http://door.test:" + postern,
                        "server.trusted-proxies=192.0.2.1",
                        "group.wiki.upstream=http://127.0.0.1:"
                                + application.getAddress().getPort(),
                        "group.boss.upstream=http://127.0.0.1:"
                                + application.getAddress().getPort()))) {
            assertThat(running.port()).isEqualTo(postern);
            List<Finding> findings = examineSignedIn(own);
            assertThat(findings)
                    .filteredOn(finding -> finding.result() != Result.PASS)
                    .extracting(Finding::check)
                    .containsExactly("tls");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "caddy", "haproxy"})
    void theServersOwnHostIsGood(String name) throws Exception {
        String printed = printed(name);
        List<Finding> findings = examineBehind(
                () -> Proxy.configured(name, folder, port, postern, printed),
                "http://door.test:" + port + "/dashboard");
        assertThat(checks(findings, Result.FAIL)).isEmpty();
        assertThat(checks(findings, Result.PASS))
                .contains("no-credential", "forward-auth", "sign-in", "headers", "public-url");
    }

    @Test
    void anApplicationsOwnSignInIsNoGate() throws Exception {
        application.createContext("/page", exchange -> {
            exchange.getResponseHeaders().add("Location", "/login");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        List<Finding> findings = nginx(sites -> replace(sites, "include postern.conf;", ""), same -> same);
        finds(findings, "no-credential", "answers 302 to a stranger", "include postern.conf;");
    }

    @Test
    void aStrangerWithoutTheSecretSeesWhatAStrangerCan() throws Exception {
        try (RunningServer running = new RunningServer(folder, postern, settings());
                Proxy proxy = Proxy.configured("nginx", folder, port, postern, printed("nginx"))) {
            assertThat(running.port()).isEqualTo(postern);
            List<Finding> findings = examine("http://wiki.test:" + proxy.port, Optional.empty(), Optional.empty());
            assertThat(checks(findings, Result.FAIL)).isEmpty();
            assertThat(checks(findings, Result.WARN)).containsExactlyInAnyOrder("tls", "headers", "echo");
        }
    }

    @Test
    void thePathsOfTheSettingsAreExamined() throws Exception {
        assertThat(LocalDoctor.protectedPaths(read(settings()), URI.create(wiki())))
                .containsExactly("/boss/", "/");
        assertThat(LocalDoctor.protectedPaths(read(settings()), URI.create("http://door.test")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, PASS", "20, WARN", "31, FAIL"})
    void aCertificateIsExamined(int days, Result expiry) throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        certificates.make("one");
        try (RunningServer server = new RunningServer(folder, certificates.settings("one.pem", "one.key"))) {
            Examination examination = new Examination(
                    URI.create("https://door.test:" + server.port() + "/dashboard"),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.of(new Examination.SignedIn("admin", "a=b", "a=b")));
            List<Finding> findings = Doctor.examine(
                    examination, DoctorTest::loopback, Clock.offset(Clock.systemUTC(), Duration.ofDays(days)));
            assertThat(checks(findings, expiry)).contains("tls-expiry");
            assertThat(checks(findings, Result.FAIL))
                    .contains("tls")
                    .doesNotContain("signed-in", "no-credential", "cookies");
            assertThat(findings).extracting(Finding::check).doesNotContain("signed-in");
        }
    }

    @Test
    void whatDoesNotAnswerIsSaid() {
        assertThat(examine(wiki(), Optional.empty(), Optional.empty()))
                .filteredOn(finding -> finding.result() == Result.FAIL)
                .extracting(Finding::check)
                .containsExactly("reachable");
    }

    private interface Change {
        String in(String configuration);
    }

    private static String replace(String text, String part, String by) {
        assertThat(text).contains(part);
        return text.replace(part, by);
    }

    private interface Start {
        Proxy start() throws Exception;
    }

    /** Examines a page behind a proxy, while the server runs with these settings. */
    private List<Finding> examineBehind(Start start, String url, String... settings) throws Exception {
        try (RunningServer server = new RunningServer(folder, postern, settings(settings));
                Proxy proxy = start.start()) {
            assertThat(server.port()).isEqualTo(postern);
            assertThat(proxy.port).isEqualTo(port);
            return examineSignedIn(url);
        }
    }

    /** Examines a broken nginx. */
    private List<Finding> nginx(Change sites, Change included, String... settings) throws Exception {
        return examineBehind(
                () -> Proxy.nginx(folder, port, sites.in(printed("nginx")), included.in(Proxy.included())),
                wiki(),
                settings);
    }

    private static void finds(List<Finding> findings, String check, String detail, String change) {
        assertThat(findings)
                .filteredOn(finding -> finding.result() == Result.FAIL)
                .anySatisfy(finding -> {
                    assertThat(finding.check()).isEqualTo(check);
                    assertThat(finding.detail()).contains(detail);
                    assertThat(finding.change()).contains(change);
                });
    }

    @Test
    void aSiteWithoutTheGateIsFound() throws Exception {
        List<Finding> findings = nginx(sites -> replace(sites, "include postern.conf;", ""), same -> same);
        finds(findings, "no-credential", "answers 200 to a stranger", "nginx: put \"include postern.conf;\"");
        finds(findings, "websocket", "a stranger's WebSocket handshake", "include postern.conf;");
    }

    @Test
    void aLocationWithoutTheGateIsFound() throws Exception {
        List<Finding> findings = nginx(
                sites -> replace(
                        sites, "location ~ \"^/boss(/|$)\" {", "location ~ \"^/boss(/|$)\" { auth_request off;"),
                same -> same);
        finds(findings, "other-groups", "/boss/ answers 200", "auth_request off");
    }

    @Test
    void aLocationWithoutTheGateIsFoundByItsMissingPage() throws Exception {
        List<Finding> findings = nginx(
                sites -> replace(
                        sites,
                        "location ~ \"^/boss(/|$)\" {",
                        "location = /boss/ { auth_request off; return 404; }\n location ~ \"^/boss(/|$)\" {"),
                same -> same);
        finds(findings, "other-groups", "/boss/ answers 404, not 401", "auth_request off");
    }

    @Test
    void theHttpsOfAUrlIsToBeExamined() throws Exception {
        application.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "https://wiki.test/moved");
            exchange.sendResponseHeaders(301, -1);
            exchange.close();
        });
        String url = "http://wiki.test:" + application.getAddress().getPort() + "/moved";
        assertThat(examine(url, Optional.empty(), Optional.empty()))
                .filteredOn(finding -> finding.result() == Result.FAIL)
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail()).contains("redirects to https://wiki.test/moved"));
    }

    @Test
    void aLocationWithHeadersOfItsOwnIsFound() throws Exception {
        List<Finding> findings = nginx(
                sites -> replace(
                        sites,
                        "\n    location / {\n        proxy_pass http://127.0.0.1:"
                                + application.getAddress().getPort(),
                        "\n    location / {\n        proxy_set_header X-Custom yes;\n        proxy_pass http://127.0.0.1:"
                                + application.getAddress().getPort()),
                same -> same);
        finds(findings, "echo-identity", "X-Auth-User", "a location that has a proxy_set_header of its own");
    }

    @Test
    void headersThatAreNotRemovedAreFound() throws Exception {
        String printed = replace(printed("caddy"), "\trequest_header -X_Auth*\n", "");
        List<Finding> findings = examineBehind(() -> Proxy.configured("caddy", folder, port, postern, printed), wiki());
        finds(findings, "check-identity", "X_auth_user", "Caddy: put the request_header lines");
    }

    @Test
    void forwardedHeadersOfAClientAreFound() throws Exception {
        List<Finding> findings = nginx(
                same -> same,
                included -> replace(
                        included,
                        "proxy_set_header X-Forwarded-For $remote_addr;\nproxy_set_header X-Forwarded-Host",
                        "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\nproxy_set_header X-Forwarded-Host"));
        finds(findings, "check-forwarded", "X-Forwarded-For", "X-Forwarded-For $remote_addr");
        finds(findings, "echo-forwarded", "X-Forwarded-For", "X-Forwarded-For $remote_addr");
    }

    @Test
    void aSignInOnTheBrowsersOwnMachineIsFound() throws Exception {
        List<Finding> findings = nginx(same -> same, same -> same, "server.public-url=http://localhost:" + postern);
        finds(findings, "sign-in", "a browser's own machine", "server.public-url");
    }

    @Test
    void aSignInWithAnotherSchemeIsFound() throws Exception {
        List<Finding> findings = nginx(same -> same, same -> same, "server.public-url=https://door.test");
        finds(findings, "sign-in", "it is https, but this page is http", "server.public-url");
        finds(findings, "public-url", "server.public-url is https://door.test", "server.public-url=http://");
    }

    @Test
    void aSignInWithoutAnAddressIsFound() throws Exception {
        List<Finding> findings = nginx(same -> same, same -> same, "server.public-url=http://door.example.org");
        finds(findings, "sign-in", "door.example.org has no address", "server.public-url");
    }

    @Test
    void aSignInOnTheApplicationsHostIsFound() throws Exception {
        List<Finding> findings = nginx(same -> same, same -> same, "server.public-url=http://wiki.test:" + port);
        finds(findings, "sign-in", "is not the sign-in", "server.public-url");
    }

    @Test
    void aCircleIsFound() throws Exception {
        List<Finding> findings = nginx(
                sites -> replace(
                        sites,
                        "    include postern.conf;\n",
                        "    include postern.conf;\n    location = /.postern/start { auth_request off; return 302 /page?a=b; }\n"),
                same -> same);
        finds(findings, "sign-in", "in a circle", "/.postern/");
    }

    @Test
    void aMissingWayToTheSignInIsFound() throws Exception {
        List<Finding> findings =
                nginx(same -> same, included -> replace(included, "location /.postern/ {", "location /.elsewhere/ {"));
        finds(findings, "sign-in", "/.postern/start answers 200", "the location \"/.postern/\"");
    }

    @Test
    void aProxyThatIsNotTrustedIsFound() throws Exception {
        List<Finding> findings = nginx(same -> same, same -> same, "server.trusted-proxies=192.0.2.1");
        finds(findings, "sign-in", "instead of the way to the sign-in", "server.trusted-proxies");
    }

    @Test
    void anotherProtocolThatIsPassedOnIsFound() throws Exception {
        List<Finding> findings =
                nginx(same -> same, included -> replace(included, "Upgrade $postern_upgrade", "Upgrade $http_upgrade"));
        finds(findings, "echo-upgrade", "h2c reaches", "$postern_upgrade");
    }

    @Test
    void aDoorThatAnswersStrangersQuestionsIsFound() throws Exception {
        String open = replace(printed("nginx"), "location /forward-auth {", "location /elsewhere {");
        List<Finding> findings = examineBehind(
                () -> Proxy.nginx(folder, port, open, Proxy.included()), "http://door.test:" + port + "/dashboard");
        finds(findings, "forward-auth", "answers 200", "location /forward-auth { return 404; }");
    }
}
