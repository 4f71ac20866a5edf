package dev.postern;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Frames of HTTP/2 (RFC 9113) as no client would send them. */
final class Http2Wire {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int INITIAL_WINDOW_SIZE = 4;

    /** HPACK's indexed {@code :scheme: https}. */
    private static final byte HTTPS = (byte) 0x87;

    private final SSLSocket socket;
    private final int port;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean begun;

    Http2Wire(SSLContext trust, int port) throws IOException {
        this.port = port;
        socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", port);
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        bytes.write(PREFACE);
    }

    /** Lets so many bytes of each answer come; before anything else. */
    void window(int size) throws IOException {
        begun = true;
        byte[] settings = ByteBuffer.allocate(6)
                .putShort((short) INITIAL_WINDOW_SIZE)
                .putInt(size)
                .array();
        bytes.write(frame(SETTINGS, 0, 0, settings));
    }

    /** The head of a request, with or without the end of it. */
    void headers(int stream, boolean last, String method, String path, String... fields) throws IOException {
        if (!begun) {
            begun = true;
            bytes.write(frame(SETTINGS, 0, 0, new byte[0]));
        }
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(literal(":method", method));
        head.write(HTTPS);
        head.write(literal(":path", path));
        head.write(literal(":authority", "127.0.0.1:" + port));
        for (int i = 0; i < fields.length; i += 2) {
            head.write(literal(fields[i], fields[i + 1]));
        }
        bytes.write(frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, head.toByteArray()));
    }

    /** A part of a body that goes on. */
    void data(int stream, int size) throws IOException {
        bytes.write(frame(DATA, 0, stream, new byte[size]));
    }

    /** Sends what was written, and gives the connection. */
    SSLSocket flush() throws IOException {
        socket.getOutputStream().write(bytes.toByteArray());
        socket.getOutputStream().flush();
        bytes.reset();
        return socket;
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
