package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.RunningServer;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a server stops. */
class StopTest {
    /** Clients that keep their connections, and go elsewhere once the server is no longer ready, as balancers do. */
    @Test
    void aStopUnderLoadAbortsNoRequest(@TempDir Path folder) throws Exception {
        Map<String, String> environment = Map.of(
                "ADMIN_PASSWORD",
                RunningServer.PASSWORD,
                "POSTERN_SERVER_STOP_DELAY",
                "3s",
                "POSTERN_SERVER_DRAIN",
                "5s");
        try (ServerProcess server = ServerProcess.start(folder, environment)) {
            String token = RunningServer.json(Calls.login(server, RunningServer.PASSWORD))
                    .path("token")
                    .asText();
            List<LoadingClient> clients = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                clients.add(new LoadingClient(server.url(), token));
            }
            clients.forEach(Thread::start);
            Await.until("all clients to send", () -> clients.stream().allMatch(client -> client.answered.get() > 20));
            assertThat(server.terminate()).isZero();
            for (LoadingClient client : clients) {
                client.join();
                assertThat(client.failures).isEmpty();
            }
            assertThat(clients.stream().allMatch(client -> client.sawNotReady.get()))
                    .as("all saw that the server was no longer ready, while it still answered")
                    .isTrue();
        }
        assertThat(Files.readString(folder.resolve("err.txt"))).doesNotContain("not every request", "Exception");
    }

    /** Sends one request after another, and opens no connection to a server that is no longer ready. */
    private static final class LoadingClient extends Thread {
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicBoolean sawNotReady = new AtomicBoolean();
        private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
        private final URI url;
        private final String token;

        LoadingClient(String url, String token) {
            this.url = URI.create(url);
            this.token = token;
        }

        @Override
        public void run() {
            while (failures.isEmpty() && !sawNotReady.get()) {
                use();
            }
        }

        private void use() {
            try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                socket.setSoTimeout(20_000);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                boolean goesOn = true;
                while (goesOn) {
                    String path = answered.get() % 10 == 0 ? "/health/ready" : "/me";
                    socket.getOutputStream()
                            .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token
                                            + "\r\n\r\n")
                                    .getBytes(StandardCharsets.UTF_8));
                    goesOn = read(path, in);
                }
            } catch (IOException aborted) {
                failures.add(aborted.toString());
            }
        }

        /** Reads one response; whether the connection goes on. */
        private boolean read(String path, BufferedReader in) throws IOException {
            String status = in.readLine();
            if (status == null) {
                throw new EOFException("the connection was closed before the response");
            }
            boolean ready = path.equals("/health/ready");
            if (ready && status.contains(" 503 ")) {
                sawNotReady.set(true);
            } else if (!status.contains(" 200 ")) {
                failures.add(path + ": " + status);
            }
            int length = 0;
            boolean goesOn = true;
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                String field = line.toLowerCase(Locale.ROOT);
                length = field.startsWith("content-length: ") ? Integer.parseInt(field.substring(16)) : length;
                goesOn &= !field.equals("connection: close");
            }
            if (in.read(new char[length]) < length && length > 0) {
                throw new EOFException("the connection was closed in the response");
            }
            answered.incrementAndGet();
            return goesOn;
        }
    }

    @Test
    void connectionsWithoutARequestDoNotHoldUpAStop(@TempDir Path folder) throws Exception {
        Map<String, String> environment = Map.of("ADMIN_PASSWORD", RunningServer.PASSWORD);
        try (ServerProcess server = ServerProcess.start(folder, environment)) {
            URI url = URI.create(server.url());
            try (Socket idle = new Socket(url.getHost(), url.getPort())) {
                assertThat(Calls.login(server, RunningServer.PASSWORD).statusCode())
                        .isEqualTo(200);
                long begun = System.nanoTime();
                assertThat(server.terminate()).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
                assertThat(idle.getInputStream().read()).isEqualTo(-1);
            }
        }
        assertThat(Files.readString(folder.resolve("err.txt"))).doesNotContain("not every request");
    }

    @Test
    void aStartThatFailsEndsAtOnce(@TempDir Path folder) throws Exception {
        Map<String, String> environment = Map.of("ADMIN_PASSWORD", "short", "POSTERN_SERVER_STOP_DELAY", "10m");
        try (ServerProcess server = ServerProcess.start(folder, environment)) {
            assertThat(server.wasReady()).isFalse();
            assertThat(server.terminate()).isEqualTo(2);
        }
    }

    /** A long poll, an event stream and a WebSocket go on until somebody ends them. */
    @Test
    void whatHasNoEndDoesNotHoldUpAStop(@TempDir Path folder) throws Exception {
        try (ServerSocket application = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            answer(application);
            Map<String, String> environment = Map.of(
                    "ADMIN_PASSWORD", RunningServer.PASSWORD,
                    "POSTERN_SERVER_DRAIN", "60s",
                    "POSTERN_GROUP_APP_PATH", "/app/*",
                    "POSTERN_GROUP_APP_ACCESS", "public",
                    "POSTERN_GROUP_APP_UPSTREAM", "http://127.0.0.1:" + application.getLocalPort());
            try (ServerProcess server = ServerProcess.start(folder, environment);
                    Socket poll = send(server, "/revocations?wait=30&since=0", "");
                    Socket events = send(server, "/app/events", "");
                    Socket webSocket = send(
                            server,
                            "/app/socket",
                            String.join(
                                    "\r\n",
                                    "Connection: Upgrade",
                                    "Upgrade: websocket",
                                    "Sec-WebSocket-Version: 13",
                                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                                    ""))) {
                assertThat(firstLine(events)).isEqualTo("HTTP/1.1 200 OK");
                assertThat(firstLine(webSocket)).isEqualTo("HTTP/1.1 101 Switching Protocols");
                long begun = System.nanoTime();
                assertThat(server.terminate()).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(25));
                assertThat(firstLine(poll)).startsWith("HTTP/1.1 ");
            }
        }
        assertThat(Files.readString(folder.resolve("err.txt"))).doesNotContain("not every request", "Exception");
    }

    /** An application that switches to WebSockets, and otherwise sends events without end. */
    private static void answer(ServerSocket application) {
        Thread thread = new Thread(() -> {
            while (!application.isClosed()) {
                try {
                    Socket socket = application.accept();
                    String request = new String(socket.getInputStream().readNBytes(11), StandardCharsets.US_ASCII);
                    String head = request.contains("/app/s")
                            ? String.join(
                                    "\r\n",
                                    "101 Switching Protocols",
                                    "Connection: Upgrade",
                                    "Upgrade: websocket",
                                    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                                    "",
                                    "")
                            : "200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: x\n\n";
                    socket.getOutputStream().write(("HTTP/1.1 " + head).getBytes(StandardCharsets.US_ASCII));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static Socket send(ServerProcess server, String path, String headers) throws IOException {
        URI url = URI.create(server.url());
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next != '\r' && next >= 0;
                next = socket.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    @Test
    void aStopThatDoesNotWaitForAllStillWritesTheAudit(@TempDir Path folder) throws Exception {
        Map<String, String> environment =
                new HashMap<>(Map.of("ADMIN_PASSWORD", RunningServer.PASSWORD, "POSTERN_SERVER_DRAIN", "100ms"));
        try (ServerProcess server = ServerProcess.start(folder, environment)) {
            assertThat(Calls.login(server, RunningServer.PASSWORD).statusCode()).isEqualTo(200);
            // A request that runs for longer than the server waits.
            String hanging =
                    "POST /login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{";
            URI url = URI.create(server.url());
            try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                socket.getOutputStream().write(hanging.getBytes(StandardCharsets.UTF_8));
                assertThat(server.terminate()).isZero();
            }
        }
        assertThat(Files.readString(folder.resolve("err.txt"))).doesNotContain("Exception");
        assertThat(new Commands(folder, environment)
                        .run("audit", "--event", "login")
                        .out()
                        .lines())
                .hasSize(1);
    }
}
