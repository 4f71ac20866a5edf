import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Sends honest requests at a constant rate, each on a new connection, and reports how long they took: first alone, then
 * beside 300 connections whose headers never end, 300 whose bodies never end, and 6,000 that send nothing. The hostile ones
 * come from 30 addresses of this machine, and open again what the server closes.
 *
 * <p>Arguments: the port, and an access token or the path that the honest requests are for.
 */
public final class HostileTraffic {
    private static final int HEADERS = 300;
    private static final int BODIES = 300;
    private static final int IDLE = 6_000;
    private static final int ADDRESSES = 30;
    private static final int SECONDS = 30;
    private static final int PER_SECOND = 50;

    private static final String SLOW_HEADERS = "GET /dashboard HTTP/1.1\r\nHost: a\r\nX-Slow: ";
    private static final String SLOW_BODY =
            "POST /login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{";

    private final int port;
    private final String request;
    private volatile boolean over;

    private HostileTraffic(int port, String path, String token) {
        this.port = port;
        this.request = "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer " + token
                + "\r\n\r\n";
    }

    public static void main(String[] args) throws Exception {
        HostileTraffic traffic = new HostileTraffic(Integer.parseInt(args[0]), args[1], args[2]);
        System.out.println("  alone:   " + traffic.honest());
        List<Thread> hostile = new ArrayList<>();
        hostile.add(traffic.keep(HEADERS, SLOW_HEADERS, "x"));
        hostile.add(traffic.keep(BODIES, SLOW_BODY, " "));
        for (int i = 0; i < 4; i++) {
            hostile.add(traffic.keep(IDLE / 4, "", ""));
        }
        Thread.sleep(5_000);
        System.out.println("  hostile: " + traffic.honest());
        traffic.over = true;
        for (Thread each : hostile) {
            each.join();
        }
    }

    /** Keeps so many connections open, and sends a little on each every second. */
    private Thread keep(int count, String first, String then) {
        Thread thread = new Thread(() -> {
            Socket[] sockets = new Socket[count];
            while (!over) {
                for (int i = 0; i < count && !over; i++) {
                    sockets[i] = goOn(sockets[i], i, first, then);
                }
                sleep(1_000);
            }
            Arrays.stream(sockets).forEach(HostileTraffic::close);
        });
        thread.start();
        return thread;
    }

    private Socket goOn(Socket socket, int number, String first, String then) {
        try {
            if (socket == null) {
                Socket opened = new Socket();
                opened.bind(new InetSocketAddress(InetAddress.getByName("127.0.1." + (1 + number % ADDRESSES)), 0));
                opened.connect(new InetSocketAddress("127.0.0.1", port), 2_000);
                opened.getOutputStream().write(first.getBytes(StandardCharsets.US_ASCII));
                return opened;
            }
            if (socket.getInputStream().available() > 0) {
                close(socket);
                return null;
            }
            socket.getOutputStream().write(then.isEmpty() ? new byte[0] : then.getBytes(StandardCharsets.US_ASCII));
            return socket;
        } catch (IOException closed) {
            close(socket);
            return null;
        }
    }

    private static void close(Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException gone) {
            // As it should be.
        }
    }

    /** At a constant rate: a slow answer delays no other request. */
    private String honest() throws InterruptedException {
        ConcurrentLinkedQueue<Long> took = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        int count = SECONDS * PER_SECOND;
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = begun + i * 1_000_000_000L / PER_SECOND;
            while (System.nanoTime() < due) {
                sleep(1);
            }
            Thread thread = new Thread(() -> {
                if (isAnswered()) {
                    took.add((System.nanoTime() - due) / 1_000);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long[] sorted = took.stream().mapToLong(Long::longValue).sorted().toArray();
        return "%d of %d answered, p50 %.1f ms, p99 %.1f ms, max %.1f ms"
                .formatted(sorted.length, count, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(long[] sorted, double quantile) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round((sorted.length - 1) * quantile)] / 1e3;
    }

    private boolean isAnswered() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 10_000);
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).contains(" 200 ");
        } catch (IOException failed) {
            return false;
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
