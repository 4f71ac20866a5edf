package dev.postern.http.group;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.TestCertificates;
import dev.postern.http.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An application behind a group, for clients that use TLS and HTTP/2. */
class UpstreamTlsTest {
    private static final String AGREED = String.join(
            "\r\n",
            "HTTP/1.1 101 Switching Protocols",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            "",
            "");
    private static final String STREAM = String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Content-Type: text/event-stream",
            "Transfer-Encoding: chunked",
            "",
            "d",
            "data: first\n\n",
            "");

    private Application application;
    private RunningServer server;
    private SSLContext trust;
    private HttpClient client;
    private String token;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        certificates.make("one");
        application = new Application();
        List<String> settings = new ArrayList<>(List.of(certificates.settings("one.pem", "one.key")));
        settings.addAll(List.of("group.app.path=/app/*", "group.app.upstream=" + application.url()));
        server = new RunningServer(folder, settings.toArray(String[]::new));
        trust = certificates.trusting("one.pem");
        client = HttpClient.newBuilder().sslContext(trust).build();
        token = send(
                        HttpClient.Version.HTTP_1_1,
                        request("/login")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"username\":\"admin\",\"password\":\"" + RunningServer.PASSWORD + "\"}")))
                .body()
                .replaceAll(".*\"token\":\"([^\"]*)\".*", "$1");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        application.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path));
    }

    private HttpResponse<String> send(HttpClient.Version version, HttpRequest.Builder request) throws Exception {
        return client.send(request.version(version).build(), HttpResponse.BodyHandlers.ofString());
    }

    private void logOut() throws Exception {
        HttpResponse<String> answer = send(
                HttpClient.Version.HTTP_1_1,
                request("/logout")
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @EnumSource
    void bodiesPassInBothDirections(HttpClient.Version version) throws Exception {
        application.answer(request -> request.reply(
                "200 OK\r\nX-Seen: " + request.values("x-auth-user") + request.values("x-forwarded-proto"),
                new String(request.body(), ISO_8859_1)));
        String body = "0123456789".repeat(100_000);
        HttpResponse<String> answer = send(
                version,
                request("/app/echo?a=%2F")
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.headers().firstValue("X-Seen")).hasValue("[admin][https]");
        assertThat(answer.body()).isEqualTo(body);
        assertThat(send(version, request("/app/echo")).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource
    void aStreamEndsWithTheSession(HttpClient.Version version) throws Exception {
        application.answer(request -> {
            request.send(STREAM);
            return request.in().read() >= 0; // Until the connection is closed.
        });
        HttpResponse<InputStream> stream = client.send(
                request("/app/events")
                        .version(version)
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = stream.body()) {
            assertThat(new String(in.readNBytes(13), ISO_8859_1)).isEqualTo("data: first\n\n");
            logOut();
            assertThat(isCut(in)).isTrue();
        }
    }

    private static boolean isCut(InputStream in) {
        try {
            return in.read() < 0;
        } catch (IOException cut) {
            return true;
        }
    }

    @Test
    void aWebSocketPassesAndEndsWithTheSession() throws Exception {
        application.answer(request -> {
            request.send(AGREED);
            byte[] bytes = new byte[1_000];
            for (int read = request.in().read(bytes);
                    read >= 0;
                    read = request.in().read(bytes)) {
                request.socket().getOutputStream().write(bytes, 0, read);
            }
            return false;
        });
        try (SSLSocket socket =
                (SSLSocket) trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            String handshake = Stream.of(
                            "GET /app/socket HTTP/1.1",
                            "Host: localhost",
                            "Authorization: Bearer " + token,
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
                    .map(line -> line + "\r\n")
                    .reduce("", String::concat);
            socket.getOutputStream().write((handshake + "\r\n").getBytes(ISO_8859_1));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) socket.getInputStream().read());
            }
            assertThat(head.toString()).startsWith("HTTP/1.1 101");
            String text = "0123456789".repeat(5_000);
            Thread sender = new Thread(() -> {
                try {
                    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
                } catch (IOException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            sender.start();
            assertThat(new String(socket.getInputStream().readNBytes(text.length()), ISO_8859_1))
                    .isEqualTo(text);
            sender.join();
            logOut();
            assertThat(isCut(socket.getInputStream())).isTrue();
        }
    }
}
