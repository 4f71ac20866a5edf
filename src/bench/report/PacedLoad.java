package dev.postern.bench.report;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Requests at a constant rate. Each has its time, and its latency is counted from that time even if the connection was still
 * busy with the one before: otherwise a server that stops for a moment would be asked less, and look better than it is.
 */
final class PacedLoad {
    private static final int CONNECTIONS = 16;
    private static final String LENGTH = "content-length:";

    private PacedLoad() {}

    /** The latencies, in nanoseconds. */
    static Histogram run(int perSecond, int seconds, String url, List<String> headers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        long begin = System.nanoTime() + 100_000_000;
        long step = 1_000_000_000L * CONNECTIONS / perSecond;
        List<Future<Histogram>> parts = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            long first = begin + step * i / CONNECTIONS;
            parts.add(threads.submit(() -> one(first, step, perSecond * seconds / CONNECTIONS, URI.create(url), headers)));
        }
        Histogram all = new Histogram(3);
        for (Future<Histogram> part : parts) {
            all.add(part.get());
        }
        threads.shutdown();
        return all;
    }

    private static Histogram one(long first, long step, int count, URI target, List<String> headers) throws IOException {
        StringBuilder head = new StringBuilder("GET " + target.getPath() + " HTTP/1.1\r\n");
        if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
            head.append("Host: ").append(target.getAuthority()).append("\r\n");
        }
        headers.forEach(header -> head.append(header).append("\r\n"));
        byte[] request = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        Histogram latencies = new Histogram(3);
        try (Socket socket = new Socket(target.getHost(), target.getPort())) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < count; i++) {
                long due = first + step * i;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                socket.getOutputStream().write(request);
                skipResponse(in);
                latencies.recordValue(System.nanoTime() - due);
            }
        }
        return latencies;
    }

    private static void skipResponse(InputStream in) throws IOException {
        long length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Long.parseLong(line.substring(LENGTH.length()).strip());
            }
        }
        in.skipNBytes(length);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
