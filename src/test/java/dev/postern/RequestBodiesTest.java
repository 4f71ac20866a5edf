package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.RunningServer;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies over HTTP/2, which need not say how long they are. */
class RequestBodiesTest {
    private static final int MANY_STREAMS = 127;

    private SSLContext trust;
    private RunningServer server;

    @BeforeEach
    void prepare(@TempDir Path temp) throws Exception {
        TestCertificates certificates = new TestCertificates(temp);
        certificates.make("one");
        trust = certificates.trusting("one.pem");
        server = new RunningServer(temp, certificates.settings("one.pem", "one.key"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String path, BodyPublisher body) throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(trust).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .POST(body)
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return answer;
    }

    private static BodyPublisher ofUnknownLength(byte[] body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    }

    @Test
    void aBodyOfUnknownLengthIsReadUpToTheBoundAndNoFurther() throws Exception {
        String login = "{\"username\":\"admin\",\"password\":\"" + RunningServer.PASSWORD + "\"}";
        assertThat(send("/login", ofUnknownLength(login.getBytes(StandardCharsets.UTF_8)))
                        .statusCode())
                .isEqualTo(200);
        for (int size : new int[] {64 * 1024 + 1, 1 << 20}) {
            assertThat(RunningServer.refusal(send("/login", ofUnknownLength(new byte[size]))))
                    .isEqualTo("413 too_large");
        }
        assertThat(RunningServer.refusal(send("/login", ofUnknownLength(new byte[64 * 1024]))))
                .isEqualTo("400 invalid_request");
    }

    @Test
    void bodiesThatNeverEndHoldNoThread() throws Exception {
        List<SSLSocket> open = new ArrayList<>();
        for (int connection = 0; connection < 4; connection++) {
            Http2Wire wire = new Http2Wire(trust, server.port());
            for (int stream = 0; stream < MANY_STREAMS; stream++) {
                wire.headers(2 * stream + 1, false, "POST", "/login", "content-type", "application/json");
                wire.data(2 * stream + 1, 1);
            }
            open.add(wire.flush());
        }
        for (int i = 0; i < 20; i++) {
            HttpClient client = HttpClient.newBuilder().sslContext(trust).build();
            HttpRequest live = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/health/live"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            assertThat(client.send(live, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
        for (SSLSocket each : open) {
            each.close();
        }
    }
}
