package dev.postern.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Bytes to the server and back, as no HTTP client would send them. */
public final class Wire {
    private static final int TIMEOUT_MS = 20_000;

    private final int port;

    Wire(int port) {
        this.port = port;
    }

    /** The whole answer to a request that says {@code Connection: close}. */
    public String exchange(String request) throws IOException {
        try (Socket socket = open()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** The answer to a request line and headers without a body. */
    public String ask(String requestLine, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(requestLine + "\r\nHost: localhost\r\nConnection: close\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return exchange(request + "\r\n");
    }

    public Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MS);
        return socket;
    }

    /** The status of an answer; 0 for a connection closed without one. */
    public static int status(String answer) {
        return answer.startsWith("HTTP/") ? Integer.parseInt(answer.split(" ", 3)[1]) : 0;
    }
}
