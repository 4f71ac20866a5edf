package dev.postern.http.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.RunningServer;
import dev.postern.http.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proxy is told that asks about a request. */
@TestInstance(Lifecycle.PER_CLASS)
class ForwardAuthTest {
    private static final String PAGE = "Accept: text/html";

    private RunningServer server;
    private String admin;
    private String cookie;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = new RunningServer(
                folder,
                "server.public-url=http://door.example.org",
                "server.trusted-proxies=127.0.0.1",
                "group.wiki.host=wiki.example.org",
                "group.wiki.path=/*",
                "group.read.host=wiki.example.org",
                "group.read.path=/open/*",
                "group.read.methods=GET",
                "group.read.access=public",
                "group.boss.host=wiki.example.org",
                "group.boss.path=/boss/*",
                "group.boss.roles=boss",
                "group.trial.host=wiki.example.org",
                "group.trial.path=/trial/*",
                "group.trial.roles=boss",
                "group.trial.enforce=false",
                "group.everywhere.path=/shared/*");
        admin = "Authorization: Bearer " + server.login().path("token").asText();
        cookie = server.cookie("door.example.org");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String ask(String target, String... headers) throws Exception {
        return server.wire().ask("GET " + target + " HTTP/1.1", headers);
    }

    /** As Caddy and Traefik ask. */
    private String forwarded(String method, String host, String uri, String... more) throws Exception {
        return ask(
                "/forward-auth",
                with(
                        more,
                        "X-Forwarded-Method: " + method,
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Host: " + host,
                        "X-Forwarded-Uri: " + uri));
    }

    /** As nginx asks. */
    private String original(String method, String url, String... more) throws Exception {
        return ask("/forward-auth?mode=status", with(more, "X-Original-Method: " + method, "X-Original-URL: " + url));
    }

    private static String[] with(String[] more, String... headers) {
        List<String> all = new ArrayList<>(Arrays.asList(headers));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    private static String outcome(String answer) {
        String code = answer.contains("\"error\":\"")
                ? " " + answer.replaceFirst("(?s).*\"error\":\"([^\"]*)\".*", "$1")
                : "";
        return Wire.status(answer) + code;
    }

    /** One table for all ways to ask. */
    @ParameterizedTest
    @CsvSource({
        "GET, wiki.example.org, /page, true, 200",
        "GET, wiki.example.org, /page?x=%2F..//y, true, 200",
        "POST, wiki.example.org, /page, true, 200",
        "PROPFIND, wiki.example.org, /page, true, 200",
        "GET, WIKI.example.org.:8443, /page, true, 200",
        "GET, wiki.example.org, /page, false, 401 missing_token",
        "GET, wiki.example.org, /boss/x, true, 403 insufficient_role",
        "GET, wiki.example.org, /boss, true, 403 insufficient_role",
        "GET, wiki.example.org, /trial/x, false, 200",
        "GET, wiki.example.org, /open/x, false, 200",
        "HEAD, wiki.example.org, /open/x, false, 200",
        "POST, wiki.example.org, /open/x, false, 401 missing_token",
        "GET, wiki.example.org, /open/../boss/x, true, 403 invalid_path",
        "GET, wiki.example.org, /open/%2e%2e/boss, true, 403 invalid_path",
        "GET, wiki.example.org, //boss/x, true, 403 invalid_path",
        "GET, wiki.example.org, /boss%2fx, true, 403 invalid_path",
        "GET, wiki.example.org, /open;/x, true, 403 invalid_path",
        "GET, wiki.example.org, /dashboard, false, 401 missing_token",
        "GET, wiki.example.org, /.postern/start?next=/, false, 200",
        "GET, wiki.example.org, /.postern/other, true, 403 no_group",
        "GET, door.example.org, /login, false, 200",
        "POST, door.example.org, /login, false, 200",
        "GET, door.example.org, /admin/people, false, 200",
        "GET, door.example.org, /other, true, 403 no_group",
        "GET, other.example.org, /login, true, 403 no_group",
        "GET, other.example.org, /shared/x, true, 200",
        "GET, other.example.org, /shared/x, false, 401 missing_token",
        "GET, 192.0.2.1, /x, true, 403 no_group",
    })
    void theOriginalRequestDecides(String method, String host, String uri, boolean signedIn, String expected)
            throws Exception {
        String[] credential = signedIn ? new String[] {admin} : new String[0];
        assertThat(outcome(forwarded(method, host, uri, credential)))
                .as("X-Forwarded")
                .isEqualTo(expected);
        assertThat(outcome(original(method, "https://" + host + uri, credential)))
                .as("X-Original")
                .isEqualTo(expected);
        String envoy = server.wire()
                .exchange(method + " /forward-auth" + uri + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                        + (signedIn ? admin + "\r\n" : "") + "Content-Length: 0\r\n\r\n");
        if (!method.equals("HEAD")) {
            assertThat(outcome(envoy)).as("Envoy").isEqualTo(expected);
        }
    }

    @Test
    void whoeverMayPassIsNamedInAllHeaders() throws Exception {
        String answer = forwarded("GET", "wiki.example.org", "/page", admin);
        assertThat(answer.lines())
                .contains("X-Auth-User: admin", "X-Auth-Roles: admin", "Remote-User: admin", "Remote-Groups: admin")
                .anyMatch(line -> line.matches("X-Auth-Id: [A-Za-z0-9_-]{22}"));
        assertThat(answer).contains("Cache-Control: no-store").doesNotContain("Set-Cookie");
    }

    @Test
    void nobodyIsNamedByEmptyHeaders() throws Exception {
        String answer = forwarded("GET", "wiki.example.org", "/open/x", "X-Auth-User: evil", "Remote-User: evil");
        for (String name :
                List.of("X-Auth-User", "X-Auth-Id", "X-Auth-Roles", "X-Auth-Token", "Remote-User", "Remote-Groups")) {
            assertThat(answer.lines().map(String::strip)).as(name).contains(name + ":");
        }
    }

    @Test
    void namesBeyondAsciiAreBytesOfUtf8() throws Exception {
        String token = server.login().path("token").asText();
        server.as(
                token,
                "POST",
                "/admin/users",
                "{\"username\":\"Jürgen\",\"roles\":[\"b\",\"a\"],\"password\":\"seven green lanterns\"}");
        String pair = server.post("/login", "{\"username\":\"jürgen\",\"password\":\"seven green lanterns\"}")
                .body();
        String bearer = "Authorization: Bearer " + pair.replaceFirst(".*\"token\":\"([^\"]*)\".*", "$1");
        String answer = forwarded("GET", "wiki.example.org", "/page", bearer);
        String bytes = new String("Jürgen".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(answer.lines()).contains("X-Auth-User: " + bytes, "X-Auth-Roles: a,b");
    }

    @Test
    void aCookieCountsOnItsOwnHostAlone() throws Exception {
        String wiki = server.cookie("wiki.example.org").startsWith("Cookie: postern=") ? "" : "none";
        assertThat(wiki).as("an application's host has no sign-in").isEqualTo("none");
        assertThat(outcome(forwarded("GET", "wiki.example.org", "/page", cookie)))
                .isEqualTo("401 invalid_token");
        assertThat(outcome(forwarded("GET", "door.example.org", "/shared/x", cookie)))
                .isEqualTo("200");
        assertThat(outcome(forwarded("GET", "door.example.org", "/shared/x", cookie, cookie)))
                .isEqualTo("403 invalid_request");
    }

    @Test
    void aPageLoadIsSentToTheSignIn() throws Exception {
        String answer = forwarded("GET", "wiki.example.org", "/page?x=y", PAGE);
        assertThat(answer).startsWith("HTTP/1.1 303").contains("Location: /.postern/start?next=%2Fpage%3Fx%3Dy\r\n");
        assertThat(forwarded("GET", "door.example.org", "/shared/x", PAGE))
                .contains("Location: /login?next=%2Fshared%2Fx\r\n");
        String status = original("GET", "http://wiki.example.org/page?x=y", PAGE);
        assertThat(status).startsWith("HTTP/1.1 401").contains("Location: /.postern/start?next=%2Fpage%3Fx%3Dy\r\n");
        assertThat(forwarded("POST", "wiki.example.org", "/page", PAGE, "Content-Type: text/plain"))
                .startsWith("HTTP/1.1 401")
                .contains("this tab still has it")
                .doesNotContain("Location");
        assertThat(forwarded("GET", "wiki.example.org", "/boss/x", PAGE, admin))
                .startsWith("HTTP/1.1 403")
                .contains("You may not open this page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-Fetch-Mode: cors", "Sec-Fetch-Mode: websocket", "X-Requested-With: XMLHttpRequest"})
    void nothingElseIs(String header) throws Exception {
        assertThat(forwarded("GET", "wiki.example.org", "/page", PAGE, header))
                .startsWith("HTTP/1.1 401")
                .doesNotContain("Location");
    }

    @Test
    void aWebSocketIsDecidedLikeAGet() throws Exception {
        String[] handshake = {"Connection: Upgrade, close", "Upgrade: websocket", "Sec-WebSocket-Version: 13"};
        assertThat(outcome(forwarded("GET", "wiki.example.org", "/ws", with(handshake, admin))))
                .isEqualTo("200");
        assertThat(outcome(forwarded("GET", "wiki.example.org", "/ws", handshake)))
                .isEqualTo("401 missing_token");
    }

    @Test
    void whatIsToldTwiceOrNotAtAllIsAmbiguous() throws Exception {
        for (String[] headers : new String[][] {
            {},
            {"X-Forwarded-Uri: /page"},
            {"X-Forwarded-Method: GET"},
            {"X-Original-URL: http://wiki.example.org/open/x"},
            {"X-Original-URL: /open/x", "X-Original-Method: GET"},
            {"X-Original-URL: http://a@wiki.example.org/open/x", "X-Original-Method: GET", "X-Original-Method: GET"},
            {"X-Original-URL: http://wiki.example.org/open/x", "X-Original-Method: GET", "X-Forwarded-Uri: /x"},
            {"X-Forwarded-Uri: /open/x", "X-Forwarded-Uri: /open/x", "X-Forwarded-Method: GET"},
            {"X-Forwarded-Uri: /open/x", "X-Forwarded-Method: GET", "X-Forwarded-Method: GET"},
            {
                "X-Forwarded-Uri: /open/x",
                "X-Forwarded-Method: GET",
                "X-Forwarded-Host: wiki.example.org",
                "X-Forwarded-Host: b"
            },
            {"X-Forwarded-Uri: /open/x", "X-Forwarded-Method: GET", "X-Forwarded-Host: wiki.example.org, b"},
            {"X-Forwarded-Uri: /open/x", "X-Forwarded-Method: GET", "X-Forwarded-Proto: https,http"},
            {"X-Forwarded-Uri: open/x", "X-Forwarded-Method: GET", "X-Forwarded-Host: wiki.example.org"},
            {"X-Forwarded-Uri: ", "X-Forwarded-Method: GET", "X-Forwarded-Host: wiki.example.org"},
        }) {
            assertThat(outcome(ask("/forward-auth", headers)))
                    .as(String.join(" | ", headers))
                    .isEqualTo("403 ambiguous_request");
        }
        assertThat(outcome(ask("/forward-auth/open/x", "X-Forwarded-Uri: /open/x", "X-Forwarded-Method: GET")))
                .isEqualTo("403 ambiguous_request");
        assertThat(outcome(forwarded("GET", "wiki.example.org", "/open/x", "X-Forwarded-For: 1.2.3.4, 5.6.7.8")))
                .isEqualTo("200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "wiki.example.org:99999",
                "[::1",
                "[::1]x",
                "wiki.example.org:",
                "wiki.example.org:x",
                ":80",
                "a b",
                "u@wiki.example.org",
                "wiki.example.org:x@open.example.org",
                "é",
                "[wiki.example.org]"
            })
    void anOddHostIsAmbiguous(String host) throws Exception {
        assertThat(Wire.status(forwarded("GET", host, "/open/x"))).isEqualTo(403);
        assertThat(Wire.status(original("GET", "http://" + host + "/open/x"))).isEqualTo(403);
    }

    @Test
    void aForwardedHostOfTheClientDoesNotCountForEnvoy() throws Exception {
        String request = String.join(
                "\r\n",
                "GET /forward-auth/open/x HTTP/1.1",
                "Host: other.example.org",
                "Connection: close",
                "X-Forwarded-Host: wiki.example.org",
                "",
                "");
        String answer = server.wire().exchange(request);
        assertThat(outcome(answer)).isEqualTo("403 no_group");
    }

    @Test
    void aPreflightIsDecidedAsWell(@TempDir Path other) throws Exception {
        try (RunningServer shared = new RunningServer(
                other, "server.trusted-proxies=127.0.0.1", "cors.origins=http://app.test", "group.wiki.path=/wiki/*")) {
            String answer = shared.wire()
                    .ask(
                            "OPTIONS /forward-auth HTTP/1.1",
                            "Origin: http://app.test",
                            "Access-Control-Request-Method: GET",
                            "X-Forwarded-Method: OPTIONS",
                            "X-Forwarded-Host: x.test",
                            "X-Forwarded-Uri: /wiki/x");
            assertThat(outcome(answer)).isEqualTo("401 missing_token");
        }
    }

    @Test
    void theClientsQueryMayOnlyTighten() throws Exception {
        for (String query :
                List.of("?mode=allow", "?group=read", "?mode=", "?mode=status&mode=page", "?%00", "?a&a", "?", "?&&")) {
            String answer = ask(
                    "/forward-auth" + query,
                    "X-Forwarded-Method: GET",
                    "X-Forwarded-Host: wiki.example.org",
                    "X-Forwarded-Uri: /page");
            assertThat(outcome(answer)).as(query).isEqualTo("401 missing_token");
        }
    }

    @Test
    void sixteenKilobytesOfCookiesOfTheApplicationPass() throws Exception {
        String others = "Cookie: a=" + "x".repeat(16_000);
        assertThat(outcome(forwarded("GET", "wiki.example.org", "/page", others, admin)))
                .isEqualTo("200");
        assertThat(outcome(forwarded("GET", "door.example.org", "/shared/x", others, cookie)))
                .isEqualTo("200");
    }

    @Test
    void onlyATrustedProxyMayAsk(@TempDir Path other) throws Exception {
        try (RunningServer alone = new RunningServer(
                other,
                "server.public-url=http://door.example.org",
                "group.read.path=/open/*",
                "group.read.access=public")) {
            String answer = alone.wire()
                    .ask("GET /forward-auth HTTP/1.1", "X-Forwarded-Method: GET", "X-Forwarded-Uri: /open/x");
            assertThat(outcome(answer)).isEqualTo("403 untrusted_proxy");
        }
    }

    @Test
    void methodsAreTakenAsTheyStand() throws Exception {
        for (String method : List.of("get", "Get", "GET ")) {
            assertThat(outcome(forwarded(method, "wiki.example.org", "/open/x")))
                    .as(method)
                    .isEqualTo(
                            method.strip().equals(method.strip().toUpperCase(Locale.ROOT))
                                    ? "200"
                                    : "401 missing_token");
        }
    }
}
