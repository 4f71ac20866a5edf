package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTP/2 a single connection may ask for a hundred answers and read none. */
class SlowReadersTest {
    private static final int STREAMS = 32;
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

    @Test
    void whatIsHeldForThoseWhoDoNotReadIsBounded() throws Exception {
        server.revokeTokens(1_000);
        HttpClient client = HttpClient.newBuilder().sslContext(trust).build();
        Await.until("all ends to be told", () -> ask(client).body().length() > 50_000);

        // The second takes what the first left, because a request before was still under way.
        try (SSLSocket stalled = stalled();
                SSLSocket another = stalled()) {
            Await.until("no more to be held for one sender", () -> ask(client).statusCode() == 503);
            assertThat(stalled.isClosed()).isFalse();
            assertThat(another.isClosed()).isFalse();
        }

        Await.until("it to be given back", () -> ask(client).statusCode() == 200);
    }

    private HttpResponse<String> ask(HttpClient client) throws Exception {
        URI uri = URI.create("https://127.0.0.1:" + server.port() + "/revocations");
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A connection that has asked as often as it may, and lets nothing come but heads of answers. */
    private SSLSocket stalled() throws IOException {
        Http2Wire wire = new Http2Wire(trust, server.port());
        wire.window(0);
        for (int stream = 0; stream < STREAMS; stream++) {
            wire.headers(2 * stream + 1, true, "GET", "/revocations");
        }
        return wire.flush();
    }
}
