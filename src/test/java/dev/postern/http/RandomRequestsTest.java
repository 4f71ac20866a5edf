package dev.postern.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ServerProcess;
import dev.postern.gate.Route;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is sent to whatever route: no error of the server, nothing of its insides in a body, no secret in the log. */
class RandomRequestsTest {
    private static final int REQUESTS = 10_000;
    private static final String SECRET = "a-secret-phrase-that-is-nowhere";

    private static final Pattern INSIDES = Pattern.compile(
            "\\bat [a-z]+\\.[a-zA-Z.$]+\\(|Exception|dev\\.postern|org\\.eclipse|java\\.lang|io\\.javalin"
                    + "|SELECT |INSERT |UPDATE |DELETE FROM|SQLITE|jdbc:");

    private final Random random = new Random(20261128);
    private final List<String> secrets = new ArrayList<>(List.of(SECRET));
    private String token = "";
    private String refreshToken = "";
    private String cookie = "";

    private final Map<String, Integer> statuses = new TreeMap<>();

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    @Test
    void noErrorNoInsidesNoSecrets(@TempDir Path folder) throws Exception {
        Map<String, String> environment = Map.of(
                "ADMIN_PASSWORD", ServerProcess.PASSWORD,
                "POSTERN_SERVER_PUBLIC_URL", "http://127.0.0.1:1",
                "POSTERN_SERVER_TRUSTED_PROXIES", "127.0.0.0/8",
                "POSTERN_LOGIN_ATTEMPTS", "1000",
                "POSTERN_GROUP_APP_PATH", "/app/*",
                "POSTERN_GROUP_APP_LENIENT_PATHS", "true");
        try (ServerProcess server = ServerProcess.start(folder, environment)) {
            Wire wire = new Wire(URI.create(server.url()).getPort());
            for (int i = 0; i < REQUESTS; i++) {
                if (i % 200 == 0) {
                    signIn(wire);
                }
                String request = request();
                String answer = send(wire, request);
                assertThat(answer).as(request).doesNotStartWith("HTTP/1.1 500").doesNotStartWith("HTTP/1.1 501");
                statuses.merge(answer.isEmpty() ? "" : answer.substring(9, 12), 1, Integer::sum);
                assertThat(INSIDES.matcher(answer).find())
                        .as(request + "\n" + answer)
                        .isFalse();
            }
        }
        // The requests are wild, but not so wild that nothing behind the first check is reached.
        assertThat(statuses)
                .containsKeys("200", "201", "204", "303", "400", "401", "403", "404", "405", "409", "415", "422");
        assertThat(statuses.getOrDefault("200", 0)).isGreaterThan(500);
        assertThat(statuses.getOrDefault("", 0)).isLessThan(500);
        String log = Files.readString(folder.resolve("err.txt"));
        assertThat(log).doesNotContain("Internal error", "\tat ").doesNotContain(secrets);
        assertThat(log)
                .doesNotContainPattern("eyJ[A-Za-z0-9_-]{10,}\\.")
                .doesNotContainPattern("pst_[A-Za-z0-9_-]{20}");
    }

    /** The whole answer; empty if the server closed the connection. */
    private static String send(Wire wire, String request) {
        try (Socket socket = wire.open()) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException closed) {
            return "";
        }
    }

    private void signIn(Wire wire) throws Exception {
        String body = "{\"username\":\"admin\",\"password\":\"" + ServerProcess.PASSWORD + "\"}";
        String answer = send(
                wire,
                "POST /login HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        token = answer.replaceFirst("(?s).*\"token\":\"([^\"]*)\".*", "$1");
        refreshToken = answer.replaceFirst("(?s).*\"refresh_token\":\"([^\"]*)\".*", "$1");
        String form = "username=admin&password=" + ServerProcess.PASSWORD.replace(' ', '+');
        String page = send(
                wire,
                "POST /login HTTP/1.1\r\nHost: 127.0.0.1:1\r\nConnection: close\r\n"
                        + "Origin: http://127.0.0.1:1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                        + form.length() + "\r\n\r\n" + form);
        cookie = page.replaceFirst("(?s).*Set-Cookie: (postern=[^;]*).*", "$1");
        assertThat(List.of(token, refreshToken, cookie)).allMatch(secret -> secret.length() < 2_000);
        secrets.addAll(List.of(token, refreshToken, cookie.replace("postern=", ""), ServerProcess.PASSWORD));
    }

    private boolean inOneOf(int cases) {
        return random.nextInt(cases) == 0;
    }

    /** Mostly a sensible request, with one or two things in it that are not. */
    private String request() {
        Route route = one(List.of(Route.values()));
        String id = inOneOf(3) ? one(SEGMENTS) : "1";
        String path = inOneOf(12) ? one(PATHS) : route.path().replaceAll("\\{[a-z]+}", id);
        String method = inOneOf(12) ? one(METHODS) : route.method();
        String query = inOneOf(4) ? one(QUERIES) : "";
        StringBuilder request = new StringBuilder(method + " " + path + query + " HTTP/1.1\r\n");
        request.append("Host: ")
                .append(inOneOf(12) ? one(HOSTS) : "127.0.0.1:1")
                .append("\r\nConnection: close\r\n");
        if (!inOneOf(4)) {
            request.append(
                            inOneOf(2)
                                    ? "Authorization: Bearer " + token
                                    : "Origin: http://127.0.0.1:1\r\nCookie: " + cookie)
                    .append("\r\n");
        }
        if (inOneOf(3)) {
            request.append(one(HEADERS)
                            .replace("TOKEN", token)
                            .replace("COOKIE", cookie)
                            .replace("SECRET", SECRET))
                    .append("\r\n");
        }
        if (!method.equals("GET") || inOneOf(12)) {
            String body = one(BODIES)
                    .replace("REFRESH", refreshToken)
                    .replace("SECRET", SECRET)
                    .replace("TOKEN", token);
            String fitting = body.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded";
            request.append("Content-Type: ").append(inOneOf(8) ? one(TYPES) : fitting);
            request.append("\r\nContent-Length: ").append(body.length());
            return request.append("\r\n\r\n").append(body).toString();
        }
        return request.append("\r\n").toString();
    }

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "X-Y");
    private static final List<String> SEGMENTS =
            List.of("1", "x", "%00", "%2e%2e", "..", "a%20b", "%C3%A9", "%ff", "'--", "{id}", "0".repeat(300));
    private static final List<String> PATHS = List.of(
            "/",
            "//",
            "/app/a;b",
            "/app/../me",
            "/nowhere",
            "/forward-auth",
            "/forward-auth/me",
            "/.postern/x",
            "*",
            "/a\\b",
            "/app/%2525",
            "http://a/me");
    private static final List<String> QUERIES = List.of(
            "",
            "",
            "",
            "?",
            "?next=/x",
            "?next=//evil",
            "?q=%27%22%3C",
            "?limit=0",
            "?limit=9999999999",
            "?since=x",
            "?since=-1",
            "?after=%00",
            "?wait=x",
            "?user=admin&user=b",
            "?event=login",
            "?a=%",
            "?mode=status",
            "?q=%ff",
            "?reason=ended",
            "?state=" + "a".repeat(500),
            "?code=x");
    private static final List<String> HOSTS =
            List.of("a", "127.0.0.1:1", "127.0.0.1:1", "[::1]", "a:99999", "", "a,b", "x".repeat(300), "a b", "é");
    private static final List<String> HEADERS = List.of(
            "Authorization: Bearer TOKEN",
            "Authorization: Bearer TOKEN",
            "Authorization: Bearer SECRET",
            "Authorization: Basic YTpi",
            "Authorization: Basic ===",
            "Authorization: x",
            "Cookie: COOKIE",
            "Cookie: COOKIE; COOKIE",
            "Cookie: postern=SECRET",
            "X-Postern-Token: TOKEN",
            "X-Postern-Token: pst_SECRET",
            "Accept: text/html",
            "Accept: */*;q=x",
            "Sec-Fetch-Mode: navigate",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-origin",
            "Origin: http://127.0.0.1:1",
            "Origin: null",
            "If-None-Match: *",
            "Range: bytes=0-",
            "Expect: 100-continue",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "X-Forwarded-For: 1.2.3.4, x",
            "X-Forwarded-Uri: /me",
            "X-Forwarded-Method: GET",
            "X-Original-URL: http://a/me",
            "X-Forwarded-Host: 127.0.0.1:1",
            "X-HTTP-Method-Override: DELETE",
            "X-Request-Id: a b",
            "Content-Encoding: gzip",
            "Transfer-Encoding: chunked",
            "Accept-Language: " + "x".repeat(500),
            "Content-Length: 3");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json",
            "application/json; charset=utf-16",
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded",
            "text/plain",
            "multipart/form-data; boundary=x",
            "",
            "x/y; z");
    private static final List<String> BODIES = List.of(
            "",
            "{",
            "[]",
            "null",
            "{\"a\":" + "[".repeat(500),
            "{\"username\":\"admin\",\"password\":\"SECRET\"}",
            "{\"username\":null}",
            "{\"username\":\"a\\u0000\",\"password\":\"SECRET\"}",
            "{\"refresh_token\":\"SECRET\"}",
            "{\"refresh_token\":\"TOKEN\"}",
            "{\"name\":\"SECRET\",\"expires_in\":1e400}",
            "{\"name\":\"x\",\"expires_in\":-1}",
            "{\"roles\":[\"admin\"],\"username\":\"x\",\"password\":\"SECRET\"}",
            "{\"current_password\":\"SECRET\",\"new_password\":\"SECRET\"}",
            "{\"username\":\"\\ud800\"}",
            "grant_type=client_credentials&client_id=x&client_secret=SECRET",
            "grant_type=password&password=SECRET",
            "grant_type=refresh_token&refresh_token=SECRET",
            "token=SECRET",
            "token=TOKEN",
            "username=admin&password=SECRET",
            "a=%&b=%ff",
            "&&&=",
            "username=x&roles=admin",
            "0\r\n\r\n");
}
