package dev.postern;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.RunningServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTP/2 a single connection may ask for a hundred answers and read none. */
class SlowReadersTest {
    private static final int STREAMS = 120;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_STREAM_AND_HEADERS = 5;
    private static final int INITIAL_WINDOW_SIZE = 4;

    /** HPACK's indexed {@code :method: GET} and {@code :scheme: https}. */
    private static final byte[] GET_OVER_HTTPS = {(byte) 0x82, (byte) 0x87};

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

        try (SSLSocket stalled = stalled()) {
            Await.until("no more to be held for one sender", () -> ask(client).statusCode() == 503);
            assertThat(stalled.isClosed()).isFalse();
        }

        Await.until("it to be given back", () -> ask(client).statusCode() == 200);
    }

    private HttpResponse<String> ask(HttpClient client) throws Exception {
        URI uri = URI.create("https://127.0.0.1:" + server.port() + "/revocations");
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A connection that has asked as often as it may, and lets nothing come but heads of answers. */
    private SSLSocket stalled() throws IOException {
        SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", server.port());
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(PREFACE);
        bytes.write(frame(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6)
                        .putShort((short) INITIAL_WINDOW_SIZE)
                        .putInt(0)
                        .array()));
        for (int stream = 0; stream < STREAMS; stream++) {
            bytes.write(frame(HEADERS, END_STREAM_AND_HEADERS, 2 * stream + 1, head()));
        }
        socket.getOutputStream().write(bytes.toByteArray());
        socket.getOutputStream().flush();
        return socket;
    }

    private byte[] head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(GET_OVER_HTTPS);
        head.write(literal(":path", "/revocations"));
        head.write(literal(":authority", "127.0.0.1:" + server.port()));
        return head.toByteArray();
    }

    /** A field that no table knows, neither of whose parts is longer than 126 bytes (RFC 7541, section 6.2.2). */
    private static byte[] literal(String name, String value) {
        return ByteBuffer.allocate(3 + name.length() + value.length())
                .put((byte) 0)
                .put((byte) name.length())
                .put(name.getBytes(US_ASCII))
                .put((byte) value.length())
                .put(value.getBytes(US_ASCII))
                .array();
    }

    /** RFC 9113, section 4.1. */
    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) 0)
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }
}
