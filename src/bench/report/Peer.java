package dev.postern.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server that is measured, in a process of its own. */
final class Peer implements AutoCloseable {
    private static final int USER_TICKS = 13;
    private static final int SYSTEM_TICKS = 14;

    /** Linux counts in hundredths of a second. */
    private static final double MICROS_A_TICK = 10_000;

    private final Process process;
    private final String url;

    private Peer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts a server; it writes its log to a file named after its port. */
    static Peer start(Path folder, int port, Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.redirectOutput(folder.resolve("log-" + port).toFile());
        return new Peer(builder.start(), "http://127.0.0.1:" + port);
    }

    /** Runs a program of this classpath, with options of the JVM before its name. */
    static List<String> java(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(arguments));
        return command;
    }

    String url() {
        return url;
    }

    /** Waits until it answers a request for a path with a status. */
    Peer await(String path, int status) throws Exception {
        for (int tries = 0; tries < 3_000; tries++) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the server for " + url + " has ended; see its log");
            }
            try {
                if (Http.get(url + path).statusCode() == status) {
                    return this;
                }
            } catch (IOException notYet) {
                // It does not listen yet.
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IllegalStateException("the server for " + url + " does not answer");
    }

    /** The time that it has computed so far, in microseconds. */
    double cpuMicros() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Double.parseDouble(fields[USER_TICKS - 2]) + Double.parseDouble(fields[SYSTEM_TICKS - 2])) * MICROS_A_TICK;
    }

    /** Its resident memory, in MB. */
    double memory() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1_024)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
