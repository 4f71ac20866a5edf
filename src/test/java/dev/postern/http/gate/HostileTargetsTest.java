package dev.postern.http.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.RunningServer;
import dev.postern.http.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a target is written, nothing that a group guards is served to a stranger, and nothing breaks. */
@TestInstance(Lifecycle.PER_CLASS)
class HostileTargetsTest {
    private static final String SECRET = "the guarded text";

    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Path site = Files.createDirectories(folder.resolve("site"));
        Files.createDirectories(site.resolve("docs/private"));
        Files.writeString(site.resolve("index.html"), "public");
        Files.writeString(site.resolve("docs/secret.txt"), SECRET);
        Files.writeString(site.resolve("docs/index.html"), SECRET);
        Files.writeString(site.resolve("docs/a@b.txt"), SECRET);
        Files.writeString(site.resolve("docs/private/secret.txt"), SECRET);
        Files.writeString(folder.resolve("outside.txt"), SECRET);
        server = new RunningServer(
                folder,
                "group.site.path=/*",
                "group.site.access=public",
                "group.site.files=" + site,
                "group.docs.path=/docs/*",
                "group.docs.files=" + site.resolve("docs"),
                "group.private.path=/docs/private/*",
                "group.private.roles=boss",
                "group.private.files=" + site.resolve("docs/private"),
                "group.lenient.path=/lenient/*",
                "group.lenient.access=public",
                "group.lenient.lenient-paths=true",
                "group.lenient.files=" + site);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<String> targets() {
        List<String> plain = List.of(
                "/docs",
                "/docs/",
                "/docs/secret.txt",
                "/docs/index.html",
                "/docs/a@b.txt",
                "/docs/a%40b.txt",
                "/docs/private",
                "/docs/private/",
                "/docs/private/secret.txt",
                "/docs/secret.txt?x=/..",
                "/docs?",
                "/docs/?a=b",
                "/dashboard",
                "/me",
                "/me/sessions");
        List<String> spelt = List.of(
                "//docs/secret.txt",
                "/docs//secret.txt",
                "///docs/secret.txt",
                "/docs/secret.txt/",
                "/docs/secret.txt//",
                "/%64ocs/secret.txt",
                "/docs/%73ecret.txt",
                "/d%6fcs/secret.txt",
                "/docs%2fsecret.txt",
                "/docs%2Fsecret.txt",
                "/docs/%2e/secret.txt",
                "/%2e/docs/secret.txt",
                "/docs%00/secret.txt",
                "/docs/secret.txt%00",
                "/docs/secret.txt%20",
                "/docs/secret%2etxt",
                "/docs%5csecret.txt",
                "/docs\\secret.txt",
                "\\docs\\secret.txt",
                "/docs/secret.txt%0a",
                "/docs/secret.txt%0d%0aX:y",
                "/DOCS/secret.txt",
                "/Docs/secret.txt",
                "/docs/SECRET.TXT",
                "/docs./secret.txt",
                "/docs%/secret.txt",
                "/docs%2/secret.txt",
                "/docs/%zz",
                "/docs/secret.txt%25",
                "/%2564ocs/secret.txt",
                "/%252e%252e/outside.txt",
                "/docs/secret.txt%",
                "/docs/\u00e9",
                "/docs/%ff",
                "/docs/%c0%af",
                "/%c0%ae%c0%ae/outside.txt",
                "/docs/%e2%80%ae",
                "/docs/%u0073ecret.txt",
                "/%u002e%u002e/outside.txt");
        List<String> climbing = List.of(
                "/../outside.txt",
                "/../../outside.txt",
                "/docs/../docs/secret.txt",
                "/x/../docs/secret.txt",
                "/./docs/secret.txt",
                "/docs/./secret.txt",
                "/docs/private/../secret.txt",
                "/..",
                "/.",
                "/docs/..",
                "/%2e%2e/outside.txt",
                "/.%2e/outside.txt",
                "/..%2foutside.txt",
                "/%2e%2e%2foutside.txt",
                "/..;/docs/secret.txt",
                "/;x/docs/secret.txt",
                "/docs;x=y/secret.txt",
                "/docs/secret.txt;x",
                "/docs/;/secret.txt",
                "/%3b/docs/secret.txt",
                "/..\\outside.txt",
                "/..%5coutside.txt",
                "/lenient/../docs/secret.txt",
                "/lenient/..%2fdocs/secret.txt",
                "/lenient/%2e%2e/docs/secret.txt",
                "/lenient/%252e%252e/docs/secret.txt",
                "/lenient/..;/docs/secret.txt",
                "/lenient//../docs/secret.txt",
                "/lenient/..%5cdocs%5csecret.txt",
                "/lenient/%2e%2e%2f%2e%2e%2foutside.txt",
                "/lenient/..");
        List<String> shaped = List.of(
                "*",
                "docs/secret.txt",
                "http://localhost/docs/secret.txt",
                "http://localhost//docs/secret.txt",
                "http://other/docs/secret.txt",
                "http:/docs/secret.txt",
                "https://localhost/docs/secret.txt",
                "localhost:80",
                "/docs/secret.txt#x",
                "#/docs/secret.txt",
                "/#/../docs/secret.txt",
                "/docs/secret.txt\t",
                "/\tdocs/secret.txt",
                "/docs/" + "a".repeat(5000),
                "/" + "../".repeat(500),
                "?/docs/secret.txt",
                "/?/docs/secret.txt",
                "/docs/\u0001secret.txt",
                "/docs/\u007f");
        return Stream.of(plain, spelt, climbing, shaped).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void nothingGuardedIsServed(String target) throws Exception {
        for (String method : List.of("GET", "HEAD", "POST", "OPTIONS", "get", "PROPFIND")) {
            for (String version : List.of("HTTP/1.1", "HTTP/1.0")) {
                String answer = server.wire().ask(method + " " + target + " " + version);
                assertThat(answer).as(method).doesNotContain(SECRET).doesNotContain("jetty", "<html");
                assertThat(Wire.status(answer)).as(method).isBetween(200, 499);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void aWebSocketHandshakeOpensNothing(String target) throws Exception {
        String answer = server.wire()
                .ask(
                        "GET " + target + " HTTP/1.1",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
        assertThat(answer).doesNotContain(SECRET).doesNotContain("Set-Cookie");
        assertThat(Wire.status(answer)).isBetween(200, 499);
    }
}
