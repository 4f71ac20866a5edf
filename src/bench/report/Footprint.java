package dev.postern.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long a start takes, and how much memory a server has after many requests. */
final class Footprint {
    private static final int REQUESTS = 1_000_000;

    private final Peers peers;
    private final Peers.Tools tools;
    private final Path launcher;

    /** @param launcher an installation with {@code bin/postern} and its class-data archive */
    Footprint(Peers peers, Peers.Tools tools, Path launcher) {
        this.peers = peers;
        this.tools = tools;
        this.launcher = launcher;
    }

    /** Milliseconds from the command to readiness. */
    Table starts(int rounds) throws Exception {
        Series jar = new Series();
        Series archive = new Series();
        Series bare = new Series();
        Map<String, String> settings = peers.environment(7385, "start", Map.of());
        List<String> javalin = Peer.java(List.of("-cp", tools.classpath()), "BareApp", "7386");
        for (int round = -2; round < rounds; round++) {
            double ours = start(settings, Peer.java(List.of(), "-jar", tools.jar().toString()));
            double launched = start(settings, List.of(launcher.resolve("bin/postern").toString()));
            double theirs = start(Peers.BARE, javalin);
            if (round >= 0) {
                jar.add(ours);
                archive.add(launched);
                bare.add(theirs);
            }
        }
        Table table = new Table("start to ready", "ms", "of bare Javalin");
        table.row("Javalin with one route", Table.number(bare.median()), "1");
        table.row("Postern, java -jar", Table.number(jar.median()), jar.over(bare).ratio());
        table.row("Postern, launcher with its archive", Table.number(archive.median()), archive.over(bare).ratio());
        return table;
    }

    private double start(Map<String, String> environment, List<String> command) throws Exception {
        Path output = Files.createTempFile(peers.folder(), "start", "log");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectOutput(output.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        long begun = System.nanoTime();
        Process process = builder.start();
        while (!Files.readString(output).contains("ready")) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        double millis = (System.nanoTime() - begun) / 1e6;
        process.destroy();
        process.waitFor();
        return millis;
    }

    /** Resident memory after a million requests, with a heap of at most 64 MB. */
    Table memory() throws Exception {
        List<String> heap = List.of("-Xmx64m");
        Table table = new Table("after 1,000,000 requests, -Xmx64m", "MB");
        try (Peer javalin = peers.javalin(7387, heap)) {
            table.row("Javalin with one route", afterRequests(javalin, List.of()));
        }
        try (Peer postern = peers.postern(7388, "memory", heap, Map.of())) {
            table.row("Postern, java -jar", afterRequests(postern, bearer(postern)));
        }
        Map<String, String> settings = peers.environment(7389, "memory2", Map.of("JAVA_OPTS", "-Xmx64m"));
        try (Peer postern = Peer.start(peers.folder(), 7389, settings,
                List.of(launcher.resolve("bin/postern").toString())).await(Peers.READY, 200)) {
            table.row("Postern, launcher with its archive", afterRequests(postern, bearer(postern)));
        }
        return table;
    }

    private static List<String> bearer(Peer postern) throws IOException, InterruptedException {
        return List.of("Authorization: Bearer " + Peers.accessToken(postern));
    }

    private static String afterRequests(Peer peer, List<String> headers) throws IOException, InterruptedException {
        for (long sent = 0; sent < REQUESTS; ) {
            sent += Wrk.requests(16, headers).run(5, peer.url() + "/dashboard").count();
        }
        return Table.number(peer.memory());
    }
}
