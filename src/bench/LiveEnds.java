import dev.postern.store.Postgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How long after {@code POST /logout} the WebSockets of a session are closed: on the instance that was asked, and on another
 * one on the same PostgreSQL.
 */
public final class LiveEnds {
    private static final String PASSWORD = "correct horse battery";
    private static final int ROUNDS = 5;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    public static void main(String[] args) throws Exception {
        int sockets = Integer.parseInt(args[0]);
        Path folder = Files.createTempDirectory("postern-bench-");
        try (ServerSocket application = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
                Postgres store = Postgres.start(folder, Map.of())) {
            Thread serving = new Thread(() -> serve(application));
            serving.setDaemon(true);
            serving.start();
            String database = store.url(store.createDatabase());
            Process one = start(folder, database, 7391, application.getLocalPort());
            Process two = start(folder, database, 7393, application.getLocalPort());
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    measure("the same instance", sockets, 7391, 7391);
                    measure("the other instance", sockets, 7391, 7393);
                }
            } finally {
                one.destroy();
                two.destroy();
            }
        }
        System.exit(0);
    }

    private static Process start(Path folder, String database, int port, int application) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                "java", "-cp", System.getProperty("java.class.path"), "dev.postern.Main");
        builder.environment().putAll(Map.of(
                "SECRET_KEY", "0123456789abcdef0123456789abcdef",
                "ADMIN_PASSWORD", PASSWORD,
                "STORE_PASSWORD", Postgres.PASSWORD,
                "POSTERN_STORE_URL", database,
                "POSTERN_STORE_USER", Postgres.USER,
                "POSTERN_SERVER_PORT", String.valueOf(port),
                "POSTERN_GROUP_APP_PATH", "/app/*",
                "POSTERN_GROUP_APP_UPSTREAM", "http://127.0.0.1:" + application));
        Path log = folder.resolve("log" + port);
        Process process = builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        while (!Files.readString(log).contains("ready on")) {
            Thread.sleep(50);
        }
        return process;
    }

    /** Agrees to every WebSocket, and then waits for its end. */
    private static void serve(ServerSocket application) {
        while (true) {
            try {
                Socket socket = application.accept();
                Thread thread = new Thread(() -> agree(socket));
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void agree(Socket socket) {
        try (socket) {
            readHead(socket.getInputStream());
            write(socket, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
            while (socket.getInputStream().read() >= 0) {
                // Nothing is said.
            }
        } catch (IOException closed) {
            // It is over.
        }
    }

    private static void measure(String where, int sockets, int asked, int open) throws Exception {
        String token = post(asked, "/login", "", "{\"username\":\"admin\",\"password\":\"" + PASSWORD + "\"}")
                .replaceAll(".*\"token\":\"([^\"]*)\".*", "$1");
        long[] ends = new long[sockets];
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < sockets; i++) {
            Socket socket = open(open, token);
            int own = i;
            Thread reader = new Thread(() -> ends[own] = end(socket));
            reader.start();
            readers.add(reader);
        }
        long start = System.nanoTime();
        post(asked, "/logout", token, "{}");
        long answered = System.nanoTime() - start;
        for (Thread reader : readers) {
            reader.join();
        }
        double[] ms = Arrays.stream(ends).mapToDouble(end -> (end - start) / 1e6).sorted().toArray();
        System.out.printf(
                "%d WebSockets on %s: logout answered after %.0f ms; closed after min %.0f, p50 %.0f, p99 %.0f, max %.0f ms%n",
                sockets, where, answered / 1e6, ms[0], ms[sockets / 2], ms[sockets * 99 / 100], ms[sockets - 1]);
    }

    private static Socket open(int port, String token) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        write(socket, "GET /app/socket HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        String head = readHead(socket.getInputStream());
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IOException("no WebSocket: " + head);
        }
        return socket;
    }

    private static long end(Socket socket) {
        try (socket) {
            while (socket.getInputStream().read() >= 0) {
                // Nothing is said.
            }
        } catch (IOException reset) {
            // As closed.
        }
        return System.nanoTime();
    }

    private static String post(int port, String path, String token, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("closed after " + head);
            }
            head.append((char) octet);
        }
        return head.toString();
    }
}
