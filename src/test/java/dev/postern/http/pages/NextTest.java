package dev.postern.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.RunningServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page to go on to after signing in: what people try to make it lead elsewhere. */
class NextTest {
    private static RunningServer server;
    private static Tab tab;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = new RunningServer(
                folder,
                "server.public-url=https://door.example.org:8443",
                "group.wiki.host=wiki.example.org",
                "group.wiki.path=/*",
                "group.docs.path=/docs/*");
        tab = new Tab(server, "door.example.org:8443");
        tab.signIn("admin", RunningServer.PASSWORD);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String onward(String next) throws Exception {
        Tab.Answer answer = tab.load("/login?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(303);
        return answer.location();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/",
                "/docs/a%20b?c=d&e=%2F%2Fx&f=http://evil.test",
                "/docs/?x=//evil.test",
                "/",
                "/no/such/page",
                "https://wiki.example.org/",
                "https://wiki.example.org:443/page?x=y",
                "https://wiki.example.org:8443/login",
                "https://wiki.example.org/dashboard",
            })
    void aPageOfThisServerIsKept(String next) throws Exception {
        assertThat(onward(next)).isEqualTo(next);
    }

    @Test
    void thisServersOwnOriginIsCutOff() throws Exception {
        assertThat(onward("https://door.example.org:8443/docs/x?y")).isEqualTo("/docs/x?y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "docs",
                "//evil.test",
                "///evil.test",
                "////evil.test",
                "/\\evil.test",
                "\\/evil.test",
                "\\\\evil.test",
                "/\t/evil.test",
                "/\n/evil.test",
                "\t//evil.test",
                " //evil.test",
                "/%09/evil.test",
                "/%2f/evil.test",
                "/%5cevil.test",
                "/./evil.test",
                "/.//evil.test",
                "/..//evil.test",
                "/docs//evil.test",
                "/docs/%2e%2e//evil.test",
                "/;@evil.test",
                "/docs#//evil.test",
                "/docs?a\r\nSet-Cookie: x=y",
                "/docs?a\u0000",
                "/docs?é",
                "http://evil.test",
                "https://evil.test/",
                "https:evil.test",
                "https:/evil.test",
                "https:///evil.test",
                "https:\\\\evil.test",
                "HTTPS://evil.test",
                "https://wiki.example.org@evil.test/",
                "https://wiki.example.org:443@evil.test/",
                "https://evil.test/wiki.example.org",
                "https://evil.test#wiki.example.org",
                "https://evil.test?wiki.example.org",
                "https://evil.test\\.wiki.example.org",
                "https://evil.test\\@wiki.example.org",
                "https://wiki.example.org.evil.test/",
                "https://evilwiki.example.org/",
                "https://example.org/",
                "https://wiki.example.org:8444/",
                "https://wiki.example.org:80/",
                "https://wiki.example.org:0443/",
                "https://wiki.example.org:443:443/",
                "https://wiki.example.org:/",
                "http://wiki.example.org/",
                "http://door.example.org/",
                "ftp://wiki.example.org/",
                "https://wiki.example.org//evil.test",
                "https://wiki.example.org/../x",
                "https://w\u0456ki.example.org/",
                "https://wiki\u3002example.org/",
                "//wiki.example.org/",
                "javascript:alert(1)",
                "java\nscript:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "file:///etc/passwd",
                "/login",
                "/login?next=/login",
                "/logout",
                "/.postern/start?next=/",
                "/.postern/enter",
                "https://wiki.example.org/.postern/enter?code=x",
            })
    void anythingElseBecomesTheAccountPage(String next) throws Exception {
        assertThat(onward(next)).isEqualTo("/dashboard");
    }

    @Test
    void aLongOneBecomesTheAccountPage() throws Exception {
        assertThat(onward("/docs/" + "a".repeat(4_086))).hasSizeGreaterThan(4_000);
        assertThat(onward("/docs/" + "a".repeat(4_087))).isEqualTo("/dashboard");
        assertThat(onward("/docs/?" + "'".repeat(1_350))).hasSizeGreaterThan(1_300);
        assertThat(onward("/docs/?" + "'".repeat(1_370))).isEqualTo("/dashboard");
    }

    @Test
    void aPageWithALongAddressCanBeSignedInToAsWell() throws Exception {
        for (int length : new int[] {600, 700, 2_000, 2_700, 7_000, 7_900}) {
            Tab stranger = new Tab(server, "wiki.example.org");
            Tab.Answer asked = stranger.load("/x?" + "'".repeat(length));
            assertThat(asked.status()).as(length + " characters").isEqualTo(303);
            Tab.Answer start = stranger.load(asked.location());
            assertThat(start.status()).isEqualTo(303);
            assertThat(tab.load(start.location().replace("https://door.example.org:8443", ""))
                            .status())
                    .isEqualTo(303);
            Tab own = new Tab(server, "door.example.org:8443");
            assertThat(own.load(own.load("/docs/x?" + "'".repeat(length)).location())
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theFormKeepsToTheSameRules() throws Exception {
        Tab other = new Tab(server, "door.example.org:8443");
        Tab.Answer answer = other.signIn("admin", RunningServer.PASSWORD, "next", "//evil.test");
        assertThat(answer.location()).isEqualTo("/login?arrived=1&next=%2Fdashboard");
        assertThat(other.load("/login?next=x").location()).isEqualTo("/dashboard");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Mode: cors",
                "Sec-Fetch-Mode: no-cors",
                "Sec-Fetch-Mode: same-origin",
                "Sec-Fetch-Mode: websocket",
                "Sec-Fetch-Dest: manifest",
                "Sec-Fetch-Dest: serviceworker",
                "Accept: */*",
                "Accept: image/avif,image/webp,*/*;q=0.8",
                "X-Requested-With: XMLHttpRequest",
            })
    void aBackgroundRequestIsNeverSentToTheSignIn(String header) throws Exception {
        Tab stranger = new Tab(server, "door.example.org:8443");
        Tab.Answer answer = stranger.fetch("/docs/x", header, "X-A: b");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Location")).isEmpty();
        assertThat(answer.header("Set-Cookie")).isEmpty();
        assertThat(answer.body()).contains("missing_token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Mode: cors",
                "Sec-Fetch-Dest: manifest",
                "X-Requested-With: XMLHttpRequest",
                "Upgrade: websocket\r\nConnection: Upgrade"
            })
    void notEvenIfItTakesHtml(String header) throws Exception {
        Tab stranger = new Tab(server, "door.example.org:8443");
        assertThat(stranger.fetch("/docs/x", "Accept: text/html, */*", header).status())
                .isEqualTo(401);
        assertThat(stranger.fetch("/docs/x", "Accept: text/html, */*").status()).isEqualTo(303);
    }
}
