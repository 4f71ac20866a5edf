package dev.postern.http.group;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** An application that a test writes byte by byte. It has as many connections as somebody opens, each with a thread. */
public final class Application implements AutoCloseable {

    /** What the application does with the requests of one connection. */
    @FunctionalInterface
    public interface Script {
        /** Answers one request; false to close the connection. */
        boolean answer(Received received) throws IOException;
    }

    /**
     * A request.
     *
     * @param head the request line and the headers, a line each
     */
    public record Received(List<String> head, Socket socket, InputStream in) {
        public String line() {
            return head.get(0);
        }

        /** The values of the headers with this name, in lower case, as they stand there. */
        public List<String> values(String name) {
            return head.stream()
                    .skip(1)
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }

        /** The body, by {@code Content-Length} or in chunks. */
        public byte[] body() throws IOException {
            if (!values("content-length").isEmpty()) {
                return in.readNBytes(Integer.parseInt(values("content-length").get(0)));
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            if (!values("transfer-encoding").isEmpty()) {
                for (int size = chunk(); size > 0; size = chunk()) {
                    body.write(in.readNBytes(size));
                    readLine(in);
                }
                readLine(in);
            }
            return body.toByteArray();
        }

        private int chunk() throws IOException {
            return Integer.parseInt(readLine(in).strip(), 16);
        }

        public void send(String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(ISO_8859_1));
            out.flush();
        }

        /** Sends a response with a text as its body, on a connection that stays open. */
        public boolean reply(String statusAndHeaders, String body) throws IOException {
            send("HTTP/1.1 " + statusAndHeaders + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            return true;
        }
    }

    private final ServerSocket listening;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile Script script = received -> received.reply("200 OK", "hello");
    private final AtomicInteger connections = new AtomicInteger();

    public Application() throws IOException {
        listening = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "application");
        thread.setDaemon(true);
        thread.start();
    }

    public void answer(Script by) {
        script = by;
    }

    public String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    /** How many connections were opened so far. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                connections.incrementAndGet();
                open.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean more = true;
            while (more) {
                List<String> head = Stream.generate(() -> readLineUnchecked(in))
                        .takeWhile(line -> !line.isEmpty())
                        .toList();
                more = !head.isEmpty() && script.answer(new Received(head, socket, in));
            }
        } catch (IOException | UncheckedIOException gone) {
            // The other side has closed.
        } finally {
            open.remove(socket);
        }
    }

    private static String readLineUnchecked(InputStream in) {
        try {
            return readLine(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().replaceFirst("\r$", "");
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
