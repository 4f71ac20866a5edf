package dev.postern.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.RunningServer;
import dev.postern.http.Wire;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The traps of the ground that the server stands on, each sprung over a raw socket. */
@TestInstance(Lifecycle.PER_CLASS)
class DoorstepTest {
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Path docs = Files.createDirectories(folder.resolve("docs"));
        Files.writeString(docs.resolve("index.html"), "guarded");
        server = new RunningServer(folder, "group.docs.path=/docs/*", "group.docs.files=" + docs);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aPrefixWithoutItsSlashIsGuardedToo() throws Exception {
        assertThat(server.wire().ask("GET /docs HTTP/1.1")).startsWith("HTTP/1.1 401");
        assertThat(server.wire().ask("GET /docs/ HTTP/1.1")).startsWith("HTTP/1.1 401");
    }

    @Test
    void headIsGatedLikeGet() throws Exception {
        for (String path : List.of("/dashboard", "/me", "/me/sessions", "/docs/")) {
            assertThat(server.wire().ask("HEAD " + path + " HTTP/1.1")).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void optionsIsGated() throws Exception {
        assertThat(server.wire()
                        .ask(
                                "OPTIONS /docs/ HTTP/1.1",
                                "Origin: https://evil.example",
                                "Access-Control-Request-Method: GET"))
                .startsWith("HTTP/1.1 401")
                .doesNotContain("Access-Control-Allow-Origin");
        assertThat(server.wire().ask("OPTIONS /dashboard HTTP/1.1")).startsWith("HTTP/1.1 405");
    }

    @Test
    void aWebSocketHandshakeIsGatedAndMakesNoServerSideSession() throws Exception {
        String answer = server.wire().ask("GET /dashboard HTTP/1.1", "Sec-WebSocket-Version: 13");
        assertThat(answer).startsWith("HTTP/1.1 401").contains("missing_token").doesNotContain("Set-Cookie");
    }

    /** The gate and the router must see the same method. */
    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "POST", "GET", "BEFORE", "FOO", "post", ""})
    void aHeaderDoesNotChangeTheMethod(String method) throws Exception {
        String header = "X-HTTP-Method-Override: " + method;
        assertThat(server.wire().ask("GET /health/live HTTP/1.1", header)).contains("\"status\"");
        assertThat(server.wire().ask("POST /refresh HTTP/1.1", header, "Content-Length: 0"))
                .startsWith("HTTP/1.1 415");
        String token = server.login().path("token").asText();
        assertThat(server.wire().ask("GET /me/sessions HTTP/1.1", header, "Authorization: Bearer " + token))
                .startsWith("HTTP/1.1 200")
                .contains("\"sessions\"");
    }

    @Test
    void aRefusedRequestDoesNotReachItsRoute() throws Exception {
        assertThat(server.wire().ask("GET /dashboard HTTP/1.1"))
                .contains("missing_token")
                .doesNotContain("Hello");
    }

    @Test
    void anEncodedRouteIsRefused() throws Exception {
        assertThat(server.wire().ask("GET /%64ashboard HTTP/1.1"))
                .startsWith("HTTP/1.1 400")
                .contains("invalid_path");
        assertThat(server.wire().ask("GET //dashboard HTTP/1.1"))
                .startsWith("HTTP/1.1 400")
                .contains("invalid_path");
    }

    @Test
    void brokenChunksAreTheSendersFault() throws Exception {
        String answer = server.wire().exchange("""
                POST /login HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/json\r
                Accept: text/html\r
                Transfer-Encoding: chunked\r
                \r
                ZZ\r
                """);
        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("\"error\":\"invalid_request\"")
                .doesNotContain("<", "\tat ");
    }

    @Test
    void brokenHttpIsAnsweredWithoutHtmlOrTrace() throws Exception {
        for (String broken : List.of(
                "GET /\r\n\r\n",
                "GET / HTTP/9.9\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nBad Header\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(40_000) + "\r\n\r\n",
                "POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "\u0016\u0003\u0001\r\n\r\n")) {
            String answer = server.wire().exchange(broken);
            assertThat(Wire.status(answer)).as(broken).isBetween(400, 505).isNotEqualTo(500);
            assertThat(answer).doesNotContain("<html", "\tat ", "Exception", "Jetty");
        }
    }

    @Test
    void aBodyPastTheLimitIsRefusedHoweverItIsSent() throws Exception {
        String body = "x".repeat(70_000);
        assertThat(server.wire()
                        .exchange(
                                "POST /login HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 70000\r\n\r\n"
                                        + body))
                .contains(" 413 ", "too_large");
        assertThat(server.wire()
                        .exchange(
                                "POST /login HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n11170\r\n"
                                        + body + "\r\n0\r\n\r\n"))
                .contains(" 413 ", "too_large");
    }

    @Test
    void bodiesThatTrickleInHoldNoThreads() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Socket socket = server.wire().open();
                slow.add(socket);
                socket.getOutputStream()
                        .write(
                                "POST /login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{"
                                        .getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            }
            assertThat(server.wire().ask("GET /health/live HTTP/1.1")).startsWith("HTTP/1.1 200");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aCredentialGivenTwiceIsRefusedEvenWhereNoneIsNeeded() throws Exception {
        for (String header : List.of("Authorization: Bearer a", "X-Postern-Token: a")) {
            for (String path : List.of("/dashboard", "/health/live", "/docs/")) {
                assertThat(server.wire().ask("GET " + path + " HTTP/1.1", header, header))
                        .startsWith("HTTP/1.1 400")
                        .contains("invalid_request");
            }
        }
    }

    @Test
    void withAPosternTokenTheAuthorizationIsNotRead() throws Exception {
        String token = server.login().path("token").asText();
        assertThat(server.wire()
                        .ask("GET /dashboard HTTP/1.1", "X-Postern-Token: " + token, "Authorization: Bearer junk"))
                .startsWith("HTTP/1.1 200");
        assertThat(server.wire()
                        .ask("GET /dashboard HTTP/1.1", "X-Postern-Token: junk", "Authorization: Bearer " + token))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void everyAnswerHasARequestIdOfTheSendersIfItIsAGoodOne() throws Exception {
        assertThat(server.wire().ask("GET /health/live HTTP/1.1", "X-Request-Id: a.B-9_"))
                .contains("X-Request-Id: a.B-9_\r\n");
        assertThat(server.wire().ask("GET /nope HTTP/1.1", "X-Request-Id: a b<>"))
                .containsPattern("X-Request-Id: [0-9a-f]{1,16}\r\n")
                .contains("X-Content-Type-Options: nosniff")
                .contains("Cache-Control: no-store");
    }
}
