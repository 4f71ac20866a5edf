package dev.postern.storm;

import dev.postern.ServerProcess;
import dev.postern.store.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** One of the servers, which keeps its port from one start to the next. */
final class Instance implements AutoCloseable {
    private static final int TRIES = 20;

    private final Path folder;
    private final int port = Postgres.freePort();
    private final Map<String, String> environment;
    private final AtomicInteger gaveUp = new AtomicInteger();
    private volatile boolean closed;
    private CompletableFuture<ServerProcess> running;

    /** Begins to start it. */
    Instance(Path folder, Map<String, String> environment) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.environment = new HashMap<>(environment);
        this.environment.put("POSTERN_SERVER_PORT", Integer.toString(port));
        running = begin();
    }

    private CompletableFuture<ServerProcess> begin() {
        CompletableFuture<ServerProcess> starting = new CompletableFuture<>();
        Thread thread = new Thread(() -> starting.completeAsync(this::start, Runnable::run), "start of " + folder);
        thread.setDaemon(true);
        thread.start();
        return starting;
    }

    /** Starts it as who looks after servers does: again, should it end by itself. */
    private ServerProcess start() {
        try {
            ServerProcess process = ServerProcess.start(folder, environment);
            while (!process.wasReady() && !closed && gaveUp.incrementAndGet() < TRIES) {
                process = ServerProcess.start(folder, environment);
            }
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** How many of its starts have ended before it was ready. */
    int gaveUp() {
        return gaveUp.get();
    }

    void awaitReady() {
        if (!running.join().wasReady()) {
            throw new IllegalStateException("The server in " + folder + " has ended.");
        }
    }

    /** Kills it, once it is ready, and begins to start it again. */
    void restart() throws InterruptedException {
        awaitReady();
        running.join().kill();
        running = begin();
    }

    @Override
    public void close() {
        closed = true;
        running.thenAccept(ServerProcess::close).join();
    }
}
