package dev.postern.http.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.Await;
import dev.postern.http.RunningServer;
import dev.postern.http.Wire;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets and streams through the server, and that they end with what let them in. */
class LiveConnectionsTest {
    private static final String UPGRADE = lines(
            "Connection: keep-alive, Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    private static final String AGREED = lines(
            "HTTP/1.1 101 Switching Protocols",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            "");

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    private Application application;
    private RunningServer server;
    private JsonNode login;
    private final BlockingQueue<Application.Received> received = new LinkedBlockingQueue<>();

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        application = new Application();
        server = new RunningServer(folder, settings(""));
        login = server.login();
        application.answer(this::serve);
    }

    private String[] settings(String role) {
        List<String> lines = new ArrayList<>(List.of(
                "group.app.path=/app/*",
                "group.app.upstream=" + application.url(),
                "group.boss.path=/boss/*",
                "group.boss.roles=boss",
                "group.boss.upstream=" + application.url()));
        if (!role.isEmpty()) {
            lines.add("group.app.roles=" + role);
        }
        return lines.toArray(String[]::new);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        application.close();
    }

    /** Echoes bytes on a WebSocket, and sends one event on a stream, which stays open. */
    private boolean serve(Application.Received request) throws java.io.IOException {
        received.add(request);
        if (request.values("upgrade").isEmpty()) {
            request.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
            return request.in().read() >= 0; // Until the connection is closed.
        }
        request.send(AGREED + "early");
        byte[] bytes = new byte[1_000];
        for (int read = request.in().read(bytes); read >= 0; read = request.in().read(bytes)) {
            request.socket().getOutputStream().write(bytes, 0, read);
        }
        return false;
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private String bearer() {
        return bearer(login.path("token").asText());
    }

    private String cookie() throws Exception {
        return server.cookie("localhost") + "\r\n";
    }

    /** Sends a request, and reads the head of its response. */
    private String open(Socket socket, String path, String headers) throws Exception {
        send(socket, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        String line;
        do {
            line = Application.readLine(in);
            head.append(line).append('\n');
        } while (!line.isEmpty());
        return head.toString();
    }

    private static void send(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String read(Socket socket, int length) throws Exception {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /** Whether the other side closes; no if it sends anything more. */
    private static boolean isClosed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (java.io.IOException reset) {
            return true;
        }
    }

    @Test
    void aWebSocketGoesThroughInBothDirections() throws Exception {
        try (Socket socket = server.wire().open()) {
            String head = open(socket, "/app/socket?a=1", bearer() + UPGRADE);
            assertThat(head)
                    .startsWith("HTTP/1.1 101")
                    .contains("Upgrade: websocket\n", "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n");
            assertThat(read(socket, 5)).isEqualTo("early");
            String text = "0123456789".repeat(20_000);
            Thread sender = new Thread(() -> {
                try {
                    send(socket, text);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            sender.start();
            assertThat(read(socket, text.length())).isEqualTo(text);
            sender.join();
            Application.Received request = received.take();
            assertThat(request.line()).isEqualTo("GET /app/socket?a=1 HTTP/1.1");
            assertThat(request.values("sec-websocket-version")).containsExactly("13");
            assertThat(request.values("x-auth-user")).containsExactly("admin");
            assertThat(request.values("authorization")).isEmpty();
            request.socket().close();
            assertThat(isClosed(socket)).isTrue();
        }
    }

    @Test
    void administratorsSeeHowManyThereAre() throws Exception {
        String token = server.login().path("token").asText();
        assertThat(server.get("/health/ready", token).body()).contains("\"live\":0");
        try (Socket first = server.wire().open();
                Socket second = server.wire().open()) {
            open(first, "/app/socket", bearer() + UPGRADE);
            open(second, "/app/stream", bearer());
            assertThat(server.get("/health/ready", token).body()).contains("\"live\":2");
            assertThat(server.send(server.request("/health/ready")).body()).isEqualTo("{\"status\":\"ready\"}");
            assertThat(server.as(login.path("token").asText(), "POST", "/logout", "{}")
                            .statusCode())
                    .isEqualTo(204);
            Await.until(
                    "both to be over",
                    () -> server.get("/health/ready", token).body().contains("\"live\":0"));
        }
    }

    @Test
    void anApplicationMayRefuseAWebSocket() throws Exception {
        application.answer(request -> request.reply("426 Upgrade Required", "no"));
        try (Socket socket = server.wire().open()) {
            assertThat(open(socket, "/app/socket", bearer() + UPGRADE)).startsWith("HTTP/1.1 426");
            assertThat(read(socket, 2)).isEqualTo("no");
        }
    }

    @Test
    void nobodyOpensAWebSocketWithoutACredential() throws Exception {
        try (Socket socket = server.wire().open()) {
            assertThat(open(socket, "/app/socket", UPGRADE))
                    .startsWith("HTTP/1.1 401")
                    .doesNotContain("Location");
        }
        assertThat(received).isEmpty();
    }

    /** A browser sends the cookie no matter which site's page opens the WebSocket. */
    @ParameterizedTest
    @CsvSource({
        "Origin: http://localhost, 101",
        "Origin: http://evil.example, 403",
        "Origin: null, 403",
        "Sec-Fetch-Site: same-origin, 101",
        "Sec-Fetch-Site: same-site, 403",
        "X-None: 1, 403"
    })
    void aPageOfAnotherSiteOpensNoneWithTheCookie(String header, int status) throws Exception {
        try (Socket socket = server.wire().open()) {
            assertThat(Wire.status(open(socket, "/app/socket", cookie() + UPGRADE + header + "\r\n")))
                    .isEqualTo(status);
        }
        assertThat(received).hasSize(status == 101 ? 1 : 0);
    }

    /** The application could read requests in it that the gate has not seen. */
    @ParameterizedTest
    @ValueSource(strings = {"h2c", "websocket, h2c", "TLS/1.0"})
    void noOtherProtocolIsTunnelled(String protocol) throws Exception {
        application.answer(request -> {
            received.add(request);
            return request.reply("200 OK", "hello");
        });
        try (Socket socket = server.wire().open()) {
            assertThat(open(socket, "/app/x", bearer() + "Connection: Upgrade\r\nUpgrade: " + protocol + "\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
        assertThat(received.take().values("upgrade")).isEmpty();
    }

    private interface End {
        void of(RunningServer server, JsonNode login) throws Exception;
    }

    /** Opens a WebSocket and a stream with a credential, and sees both closed by an end, and not before. */
    private void assertEnds(String credential, End end) throws Exception {
        try (Socket webSocket = server.wire().open();
                Socket stream = server.wire().open()) {
            assertThat(open(webSocket, "/app/socket", credential + UPGRADE)).startsWith("HTTP/1.1 101");
            assertThat(read(webSocket, 5)).isEqualTo("early");
            assertThat(open(stream, "/app/stream", credential)).startsWith("HTTP/1.1 200");
            assertThat(read(stream, 8)).isEqualTo("5\r\nfirst");
            webSocket.setSoTimeout(1_000);
            assertThat(isClosed(webSocket)).as("closed without a reason").isFalse();
            webSocket.setSoTimeout(10_000);
            stream.setSoTimeout(10_000);
            end.of(server, login);
            assertThat(isClosed(webSocket)).isTrue();
            assertThat(isClosed(stream)).isTrue();
        }
        for (int i = 0; i < 2; i++) {
            Application.Received request = received.poll(10, TimeUnit.SECONDS);
            assertThat(request).isNotNull();
        }
    }

    @Test
    void theyEndWithALogout() throws Exception {
        assertEnds(bearer(), (running, signedIn) -> {
            HttpResponse<String> answer = running.post(
                    "/logout",
                    "{\"refresh_token\":\"" + signedIn.path("refresh_token").asText() + "\"}");
            assertThat(answer.statusCode()).isEqualTo(204);
        });
    }

    @Test
    void theyEndWithABrowsersSession() throws Exception {
        assertEnds(cookie() + "Origin: http://localhost\r\n", (running, signedIn) -> {
            String token = signedIn.path("token").asText();
            for (JsonNode session :
                    RunningServer.json(running.get("/me/sessions", token)).path("sessions")) {
                running.as(token, "DELETE", "/me/sessions/" + session.path("id").asText(), "");
            }
        });
    }

    @Test
    void theyEndWhenTheSessionIsEndedElsewhere() throws Exception {
        assertEnds(
                bearer(),
                (running, signedIn) -> running.endElsewhere(RunningServer.json(
                                running.get("/me", signedIn.path("token").asText()))
                        .path("session")
                        .asText()));
    }

    @Test
    void theyEndWithAPersonalToken() throws Exception {
        String access = login.path("token").asText();
        String token = server.personalToken(access, "{\"name\":\"stream\"}");
        assertEnds(bearer(token), (running, signedIn) -> {
            String id = RunningServer.json(running.get("/me/tokens", access))
                    .path("tokens")
                    .get(0)
                    .path("id")
                    .asText();
            assertThat(running.as(access, "DELETE", "/me/tokens/" + id, "").statusCode())
                    .isEqualTo(204);
        });
    }

    @Test
    void theyEndWhenTheGroupWantsAnotherRole() throws Exception {
        assertEnds(cookie() + "Origin: http://localhost\r\n", (running, signedIn) -> running.write(settings("boss")));
    }

    /** An access token that expires ends nothing: its session goes on. */
    @Test
    void theyOutliveTheAccessToken() throws Exception {
        try (Socket webSocket = server.wire().open()) {
            assertThat(open(webSocket, "/app/socket", bearer() + UPGRADE)).startsWith("HTTP/1.1 101");
            assertThat(read(webSocket, 5)).isEqualTo("early");
            server.advance(Duration.ofHours(1));
            assertThat(server.get("/app/x", login.path("token").asText()).statusCode())
                    .isEqualTo(401);
            send(webSocket, "still here");
            assertThat(read(webSocket, 10)).isEqualTo("still here");
        }
    }
}
