package dev.postern.proxies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.postern.cli.Program.ProxyText;
import dev.postern.cli.WrongUsage;
import dev.postern.http.RunningServer;
import dev.postern.local.LocalProxyConfiguration;
import dev.postern.settings.SettingsReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What {@code proxy-config} prints. */
class ProxyConfigurationTest {
    private static final String[] EXAMPLE = {
        "server.public-url=http://door.example.org",
        "server.trusted-proxies=127.0.0.1",
        "group.wiki.host=wiki.example.org",
        "group.wiki.path=/*"
    };

    @TempDir
    private Path folder;

    private ProxyText print(ProxyConfiguration.Proxy proxy, String... lines) throws Exception {
        Path file = Files.write(folder.resolve("printed.properties"), List.of(lines));
        return LocalProxyConfiguration.of(SettingsReader.read(Optional.of(file), Map.of()), proxy);
    }

    @ParameterizedTest
    @CsvSource({
        "NGINX, nginx/sites.conf",
        "CADDY, caddy/Caddyfile",
        "TRAEFIK, traefik/postern.yml",
        "HAPROXY, haproxy/haproxy.cfg",
        "ENVOY, envoy/envoy.yaml"
    })
    void theDeployedExampleIsWhatIsPrintedForItsSettings(ProxyConfiguration.Proxy proxy, String example)
            throws Exception {
        ProxyText printed = print(proxy, EXAMPLE);
        assertThat(printed.configuration()).isEqualTo(Files.readString(Path.of("deploy", example.split("/", 2))));
        assertThat(printed.notes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TRAEFIK", "ENVOY"})
    void yamlCanBeRead(ProxyConfiguration.Proxy proxy) throws Exception {
        String text = print(
                        proxy,
                        "server.public-url=https://door.example.org:8443",
                        "server.port=7171",
                        "group.wiki.host=wiki.example.org, code.example.org",
                        "group.wiki.path=/*",
                        "group.boss.host=wiki.example.org",
                        "group.boss.path=/boss/*, /report",
                        "group.boss.roles=boss")
                .configuration();
        Map<String, Object> read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        assertThat(read).hasSize(1);
        assertThat(text).contains("7171").contains("/boss/").doesNotContain("7070");
    }

    /** Each application says its name, and who sends the request. */
    private static HttpServer application(String name) throws Exception {
        HttpServer application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            byte[] body = ("application " + name + " user "
                            + exchange.getRequestHeaders().getFirst("X-Auth-User"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        application.start();
        return application;
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "caddy", "haproxy"})
    void eachGroupsRequestsGoToItsApplicationAndNoOther(String name) throws Exception {
        HttpServer wiki = application("wiki");
        HttpServer boss = application("boss");
        HttpServer docs = application("docs");
        HttpServer git = application("git");
        int port = Proxy.freePort();
        int postern = Proxy.freePort();
        Files.createDirectories(folder.resolve("files"));
        Files.writeString(folder.resolve("files/a.txt"), "a file of the server");
        String[] settings = {
            "server.public-url=http://door.test:" + port,
            "server.trusted-proxies=127.0.0.1",
            "server.port=" + postern,
            "group.wiki.host=wiki.test",
            "group.wiki.path=/*",
            "group.boss.host=wiki.test",
            "group.boss.path=/boss/*, /report, /caf\u00e9/*",
            "group.boss.roles=admin",
            "group.docs.path=/docs/*",
            "group.files.path=/files/*",
            "group.files.files=" + folder.resolve("files"),
            "group.git.host=git.test",
            "group.git.path=/*",
            "group.git.upstream=http://127.0.0.1:" + git.getAddress().getPort(),
            "group.postern.host=all.test",
            "group.postern.path=/app/*, /$x/*",
            "group.postern.upstream=http://127.0.0.1:" + git.getAddress().getPort(),
            "group.plain.host=wiki.test",
            "group.plain.path=/plain/*, /$y/*",
            "group.mixed.host=git.test",
            "group.mixed.path=/mixed/*",
        };
        String configuration = print(
                        ProxyConfiguration.Proxy.valueOf(name.toUpperCase(java.util.Locale.ROOT)), settings)
                .configuration();
        configuration = behind(configuration, "wiki", wiki);
        configuration = behind(configuration, "boss", boss);
        configuration = behind(configuration, "docs", docs);
        configuration = behind(configuration, "mixed", docs);
        configuration = behind(configuration, "plain", docs);
        try (RunningServer server = new RunningServer(folder, postern, settings);
                Proxy proxy = Proxy.configured(name, folder, port, postern, configuration)) {
            String token =
                    "Authorization: Bearer " + server.login().path("token").asText();
            String[][] cases = {
                {"wiki.test", "/", "application wiki user admin"},
                {"wiki.test", "/bossy", "application wiki user admin"},
                {"wiki.test", "/BOSS/x", "application wiki user admin"},
                {"wiki.test", "/boss", "application boss user admin"},
                {"wiki.test", "/boss/x/y?z", "application boss user admin"},
                {"wiki.test", "/report", "application boss user admin"},
                {"wiki.test", "/report/x", "application wiki user admin"},
                {"wiki.test", "/caf%c3%a9/x", "application boss user admin"},
                {"wiki.test", "/caf%C3%A9/x", "application boss user admin"},
                {"wiki.test", "/plain/x", "application docs user admin"},
                {"wiki.test", "/$y/x", "application docs user admin"},
                {"all.test", "/app/x", "application git user admin"},
                {"all.test", "/$x/x", "application git user admin"},
                {"door.test", "/docs/x", "application docs user admin"},
                {"door.test", "/files/a.txt", "a file of the server"},
                {"door.test", "/me", "\"username\":\"admin\""},
                {"git.test", "/repository", "application git user admin"},
                {"git.test", "/mixed/x", "application docs user admin"},
            };
            for (String[] one : cases) {
                assertThat(get(proxy, one[0], one[1], token))
                        .as(one[0] + one[1])
                        .contains(one[2]);
                assertThat(get(proxy, one[0], one[1], "X-Auth-User: evil"))
                        .as(one[0] + one[1] + " without a token")
                        .startsWith("HTTP/1.1 401")
                        .doesNotContain("application ");
            }
            assertThat(get(proxy, "wiki.test", "/.postern/start?next=%2F", "Accept: text/html"))
                    .startsWith("HTTP/1.1 303");
            assertThat(get(proxy, "git.test", "/.postern/start?next=%2F", "Accept: text/html"))
                    .startsWith("HTTP/1.1 303");
            for (String host : List.of("door.test", "git.test", "all.test")) {
                assertThat(get(
                                proxy,
                                host,
                                "/forward-auth",
                                token + "\r\nX-Original-URL: http://wiki.test/\r\nX-Original-Method: GET"))
                        .as(host)
                        .startsWith("HTTP/1.1 404");
            }
        } finally {
            List.of(wiki, boss, docs, git).forEach(application -> application.stop(0));
        }
    }

    /** Puts an application's address where the comment says it belongs. */
    private static String behind(String configuration, String group, HttpServer application) {
        String comment = "# The address of the application of group " + group + ".";
        String address = "127.0.0.1:" + application.getAddress().getPort();
        String[] lines = configuration.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].contains(comment)) {
                int line = lines[i].contains("127.0.0.1:8080") ? i : i + 1;
                lines[line] = lines[line].replace("127.0.0.1:8080", address);
            }
        }
        return String.join("\n", lines);
    }

    private static String get(Proxy proxy, String host, String path, String header) throws Exception {
        return proxy.exchange("GET " + path + " HTTP/1.1\r\nHost: " + host + ":" + proxy.port
                + "\r\nConnection: close\r\n" + header + "\r\n\r\n");
    }

    @Test
    void whatCannotBeWrittenIsRefused() {
        check("server.public-url", "group.wiki.path=/*");
        check("server.port", "server.public-url=http://door.test", "server.port=0");
        check("give it another host", "server.public-url=http://door.test", "group.all.path=/*");
        check(
                "group wiki has a quote",
                "server.public-url=http://door.test",
                "group.wiki.host=wiki.test",
                "group.wiki.path=/it's/*");
        assertThatThrownBy(() -> print(
                        ProxyConfiguration.Proxy.TRAEFIK,
                        "server.public-url=http://door.test",
                        "group.wiki.host=wiki.test",
                        "group.wiki.path=/caf%C3%A9/*"))
                .isInstanceOf(WrongUsage.class)
                .hasMessageContaining("several spellings");
    }

    private void check(String message, String... lines) {
        assertThatThrownBy(() -> print(ProxyConfiguration.Proxy.NGINX, lines))
                .isInstanceOf(WrongUsage.class)
                .hasMessageContaining(message);
    }

    @Test
    void aMissingTrustedProxyIsNoted() throws Exception {
        assertThat(print(ProxyConfiguration.Proxy.CADDY, "server.public-url=https://door.example.org")
                        .notes())
                .singleElement()
                .asString()
                .contains("server.trusted-proxies");
    }

    @Test
    void theServersAddressIsWritten() throws Exception {
        String[] settings = {"server.public-url=https://door.example.org", "server.host=::1", "server.port=7171"};
        ProxyText nginx = print(ProxyConfiguration.Proxy.NGINX, settings);
        assertThat(nginx.configuration()).contains("server [::1]:7171;");
        assertThat(nginx.included())
                .hasValueSatisfying(text -> assertThat(text).contains("http://postern/forward-auth"));
        assertThat(print(ProxyConfiguration.Proxy.CADDY, settings).included()).isEmpty();
    }
}
