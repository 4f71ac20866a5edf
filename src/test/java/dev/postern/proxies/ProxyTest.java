package dev.postern.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.postern.http.RunningServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What an application behind a real proxy gets, and what it does not get. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ProxyTest {
    private static final List<String> PAGE_LOAD = List.of("Accept: text/html");

    private RunningServer server;
    private HttpServer application;
    private Proxy proxy;
    private String token;

    /** The proxy's folder in {@code deploy}. */
    abstract String name();

    /** A running proxy, with the application on the host {@code wiki.test} and the server on {@code door.test}. */
    private Proxy start(Path folder, int postern, int applicationPort) throws Exception {
        return Proxy.deployed(name(), folder, postern, applicationPort);
    }

    @BeforeAll
    void startAll(@TempDir Path folder) throws Exception {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            TreeMap<String, List<String>> headers = new TreeMap<>(exchange.getRequestHeaders());
            byte[] body = (exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n" + headers + "\n"
                            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        application.start();
        int postern = Proxy.freePort();
        proxy = start(folder, postern, application.getAddress().getPort());
        server = new RunningServer(
                folder,
                postern,
                "server.public-url=http://door.test:" + proxy.port,
                "server.trusted-proxies=127.0.0.1",
                "group.wiki.host=wiki.test",
                "group.wiki.path=/*",
                "group.boss.host=wiki.test",
                "group.boss.path=/boss/*",
                "group.boss.roles=boss",
                "group.open.host=wiki.test",
                "group.open.path=/open/*",
                "group.open.access=public");
        token = "Authorization: Bearer " + server.login().path("token").asText();
    }

    @AfterAll
    void stopAll() {
        proxy.close();
        server.close();
        application.stop(0);
    }

    private String send(String method, String host, String path, String body, List<String> headers) throws Exception {
        StringBuilder request = new StringBuilder(
                method + " " + path + " HTTP/1.1\r\nHost: " + host + ":" + proxy.port + "\r\nConnection: close\r\n");
        headers.forEach(header -> request.append(header).append("\r\n"));
        if (!body.isEmpty()) {
            request.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return proxy.exchange(request + "\r\n" + body);
    }

    private String get(String path, String... headers) throws Exception {
        return send("GET", "wiki.test", path, "", List.of(headers));
    }

    private static String status(String answer) {
        return answer.split(" ", 3)[1];
    }

    private static String location(String answer) {
        return answer.lines()
                .filter(line -> line.regionMatches(true, 0, "Location: ", 0, 10))
                .map(line -> line.substring(10))
                .findFirst()
                .orElse("");
    }

    private static String cookie(String answer) {
        return answer.lines()
                .filter(line -> line.regionMatches(true, 0, "Set-Cookie: ", 0, 12))
                .map(line -> line.substring(12).replaceFirst(";.*", ""))
                .filter(pair -> !pair.endsWith("="))
                .reduce((a, b) -> a + "; " + b)
                .orElse("");
    }

    @Test
    void whoeverIsSignedInReachesTheApplicationAndIsNamed() throws Exception {
        String answer = get("/page?x=%2F&y=a%20b", token);
        assertThat(status(answer)).isEqualTo("200");
        assertThat(answer).contains("GET /page?x=%2F&y=a%20b", "X-auth-user=[admin]", "X-auth-roles=[admin]");
        assertThat(answer).contains("Remote-user=[admin]", "Remote-groups=[admin]");
        String post = send("POST", "wiki.test", "/page", "the body", List.of(token));
        assertThat(post).contains("POST /page", "the body");
    }

    @Test
    void nobodyElseDoes() throws Exception {
        assertThat(status(get("/page"))).isEqualTo("401");
        assertThat(status(get("/page", "Authorization: Bearer forged"))).isEqualTo("401");
        assertThat(status(send("POST", "wiki.test", "/page", "x", List.of()))).isEqualTo("401");
        assertThat(status(get("/boss/x", token))).isEqualTo("403");
        for (String path :
                List.of("/open/../boss/x", "/open/%2e%2e/boss/x", "//boss/x", "/boss%2fx", "/open/..;/boss/x")) {
            assertThat(get(path, token)).as(path).doesNotContain("X-auth-user");
        }
        assertThat(status(get("/forward-auth"))).isEqualTo("401");
        assertThat(status(get("/.postern-auth"))).isIn("401", "404");
    }

    @Test
    void noIdentityOfTheClientsOwnArrives() throws Exception {
        List<String> forged = new ArrayList<>();
        for (String name :
                List.of("X-Auth-User", "X-Auth-Id", "X-Auth-Roles", "X-Auth-Token", "Remote-User", "Remote-Groups")) {
            for (String spelling : List.of(
                    name,
                    name.replace('-', '_'),
                    name.replaceFirst("-", "_"),
                    name.replaceFirst("-([^-]*)$", "_$1"),
                    name.replace('-', '.'),
                    name.toLowerCase(java.util.Locale.ROOT))) {
                forged.add(spelling + ": evil");
            }
        }
        String open = send("GET", "wiki.test", "/open/x", "", forged);
        assertThat(status(open)).isEqualTo("200");
        assertThat(open).doesNotContain("evil", "http.reverse_proxy");
        for (String name : List.of(
                "X-Real-IP",
                "Forwarded",
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "X-Forwarded-Proto",
                "X-Forwarded-Uri",
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-Forwarded-User",
                "X-Forwarded-Email",
                "X-Forwarded-Groups",
                "X-Forwarded-Prefix",
                "Remote-Name",
                "Remote-Email",
                "X-Postern-Token")) {
            assertThat(send("GET", "wiki.test", "/open/x", "", List.of(name + ": evil")))
                    .as(name)
                    .startsWith("HTTP/1.1 ")
                    .doesNotContain("evil");
        }
        forged.add(token);
        String signedIn = send("GET", "wiki.test", "/page", "", forged);
        assertThat(signedIn).contains("X-auth-user=[admin]").doesNotContain("evil");
    }

    @Test
    void noClientTakesTheIdentityAway() throws Exception {
        String names = "X-Auth-User, X-Auth-Id, X-Auth-Roles, Remote-User, Remote-Groups";
        String answer = proxy.exchange("GET /page HTTP/1.1\r\nHost: wiki.test:" + proxy.port + "\r\nConnection: close, "
                + names + "\r\n" + token + "\r\n\r\n");
        assertThat(answer).contains("X-auth-user=[admin]", "X-auth-roles=[admin]", "Remote-user=[admin]");
    }

    @Test
    void theHostThatIsJudgedIsTheOneThatIsServed() throws Exception {
        for (String target : List.of("http://wiki.test/boss/x", "https://wiki.test/page", "http://wiki.test/login")) {
            for (String host : List.of("door.test", "pub.test", "wiki.test", "WIKI.test.", "")) {
                String answer = proxy.exchange(
                        "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
                assertThat(answer).as(target + " at " + host).doesNotContain("X-auth-user", "GET /boss", "GET /page");
            }
        }
        for (String host : List.of("pub.test", "door.test.evil.test", "wiki.test:x", "wiki.test:", "a@wiki.test")) {
            String answer = proxy.exchange("GET /boss/x HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertThat(answer)
                    .as(host)
                    .doesNotContain("X-auth-user", "GET /boss")
                    .doesNotStartWith("HTTP/1.1 500");
        }
    }

    @Test
    void onlyTheProxyItselfAsks() throws Exception {
        String answer = send(
                "GET",
                "door.test",
                "/forward-auth",
                "",
                List.of(token, "X-Original-URL: http://wiki.test/page", "X-Original-Method: GET"));
        assertThat(status(answer)).isEqualTo("404");
        assertThat(status(send("GET", "door.test", "/forward-auth/page", "", List.of(token))))
                .isEqualTo("404");
    }

    @Test
    void forgedForwardedHeadersOpenNothing() throws Exception {
        for (String forged : List.of(
                "X-Forwarded-Uri: /open/x",
                "X-Forwarded-Method: OPTIONS",
                "X-Forwarded-Host: door.test",
                "X-Original-URL: http://wiki.test/open/x",
                "X-Original-Method: GET",
                "X-Forwarded-For: 127.0.0.1")) {
            assertThat(status(get("/page", forged))).as(forged).isIn("401", "403");
            assertThat(status(get("/boss/x", token, forged))).as(forged).isEqualTo("403");
        }
        assertThat(status(get("/page?mode=allow", "X-HTTP-Method-Override: OPTIONS")))
                .isEqualTo("401");
    }

    @Test
    void aBrowserSignsInOnItsWay() throws Exception {
        String asked = send("GET", "wiki.test", "/page?a=b", "", PAGE_LOAD);
        assertThat(status(asked)).isEqualTo("303");
        assertThat(location(asked)).endsWith("/.postern/start?next=%2Fpage%3Fa%3Db");
        String start = send("GET", "wiki.test", "/.postern/start?next=%2Fpage%3Fa%3Db", "", PAGE_LOAD);
        String state = cookie(start);
        String login = location(start);
        assertThat(login).startsWith("http://door.test:" + proxy.port + "/login?next=");
        String form = "username=admin&password=" + RunningServer.PASSWORD.replace(' ', '+') + "&next="
                + URLEncoder.encode("http://wiki.test:" + proxy.port + "/page?a=b", StandardCharsets.UTF_8) + "&state="
                + login.replaceFirst(".*state=", "");
        String signedIn = send(
                "POST",
                "door.test",
                "/login",
                form,
                List.of(
                        "Content-Type: application/x-www-form-urlencoded",
                        "Origin: http://door.test:" + proxy.port,
                        "Accept: text/html"));
        String own = cookie(signedIn);
        String enter = location(
                send("GET", "door.test", location(signedIn), "", List.of("Cookie: " + own, "Accept: text/html")));
        assertThat(enter).startsWith("http://wiki.test:" + proxy.port + "/.postern/enter?code=");
        String entered = send(
                "GET",
                "wiki.test",
                enter.replaceFirst("http://[^/]*", ""),
                "",
                List.of("Cookie: " + state, "Accept: text/html"));
        String wiki = cookie(entered);
        assertThat(get("/page?a=b", "Cookie: " + wiki)).contains("GET /page?a=b", "X-auth-user=[admin]");
        assertThat(status(get("/page", "Cookie: " + own)))
                .as("the cookie of the other host")
                .isEqualTo("401");
        send(
                "POST",
                "door.test",
                "/logout",
                "a=b",
                List.of(
                        "Cookie: " + own,
                        "Origin: http://door.test:" + proxy.port,
                        "Content-Type: application/x-www-form-urlencoded"));
        assertThat(status(get("/page", "Cookie: " + wiki))).isEqualTo("401");
    }

    @Test
    void backgroundRequestsAndFormsAreNeverRedirected() throws Exception {
        assertThat(status(get("/page", "Accept: text/html", "Sec-Fetch-Mode: cors")))
                .isEqualTo("401");
        assertThat(status(send(
                        "POST",
                        "wiki.test",
                        "/page",
                        "a=b",
                        List.of("Accept: text/html", "Content-Type: application/x-www-form-urlencoded"))))
                .isEqualTo("401");
        assertThat(status(get("/ws", "Upgrade: websocket", "Connection: Upgrade, close", "Sec-Fetch-Mode: websocket")))
                .isIn("401", "400");
    }

    @Test
    void aWebSocketHandshakeReachesTheApplicationOfWhoeverMayPass() throws Exception {
        List<String> headers = List.of(
                "Upgrade: WebSocket",
                "Connection: Upgrade, close",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                token);
        String answer = proxy.exchange("GET /ws HTTP/1.1\r\nHost: wiki.test:" + proxy.port + "\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n");
        assertThat(answer).contains("GET /ws", "X-auth-user=[admin]").containsIgnoringCase("Upgrade=[websocket]");
    }

    @Test
    void noOtherProtocolIsAskedForFromTheApplication() throws Exception {
        for (String upgrade : List.of(
                "Upgrade: h2c",
                "Upgrade: TLS/1.3",
                "Upgrade: websocket, h2c",
                "Upgrade: h2c, websocket",
                "Upgrade: websocket\r\nUpgrade: h2c",
                "Upgrade: h2c\r\nUpgrade: websocket")) {
            String answer = get(
                    "/page",
                    token,
                    upgrade,
                    "Connection: Upgrade, HTTP2-Settings, close",
                    "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA");
            assertThat(answer).as(upgrade).doesNotContain("h2c", "TLS/1.3");
        }
    }

    @Test
    void withoutTheServerNothingPasses(@TempDir Path folder) throws Exception {
        try (Proxy alone =
                start(folder, Proxy.freePort(), application.getAddress().getPort())) {
            for (String path : List.of("/page", "/open/x")) {
                String answer = alone.exchange("GET " + path + " HTTP/1.1\r\nHost: wiki.test:" + alone.port
                        + "\r\nConnection: close\r\n" + token + "\r\n\r\n");
                assertThat(Integer.parseInt(status(answer))).isGreaterThanOrEqualTo(500);
            }
        }
    }

    @Test
    void largeCookiesOfTheApplicationPass() throws Exception {
        String answer = get("/page", token, "Cookie: a=" + "x".repeat(4_000), "X-Filler: " + "y".repeat(12_000));
        assertThat(status(answer)).isEqualTo("200");
    }
}
