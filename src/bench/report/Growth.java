package dev.postern.bench.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Postern with much to remember, beside an empty one. */
final class Growth {
    private static final int GROUPS = 1_000;
    private static final int ENDED = 100_000;

    private final Peers peers;
    private final Peers.Tools tools;

    Growth(Peers peers, Peers.Tools tools) {
        this.peers = peers;
        this.tools = tools;
    }

    Table table(int rounds) throws Exception {
        Map<String, String> groups = new HashMap<>();
        for (int i = 0; i < GROUPS; i++) {
            groups.put("POSTERN_GROUP_G" + i + "_PATH", "/g" + i + "/*");
            groups.put("POSTERN_GROUP_G" + i + "_HOST", "h" + i % 100 + ".example.org");
        }
        try (Peer first = peers.postern(7377, "full", List.of(), Map.of())) {
            Peers.accessToken(first); // The store and its administrator are there.
        }
        List<String> fill = Peer.java(List.of("-cp", tools.classpath()), "Revoke",
                "jdbc:sqlite:" + peers.folder().resolve("full.db"), Integer.toString(ENDED));
        if (new ProcessBuilder(fill).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("the store could not be filled");
        }
        Map<String, String> one = Map.of("POSTERN_GROUP_G1_PATH", "/g1/*", "POSTERN_GROUP_G1_HOST", "h1.example.org");
        try (Peer empty = peers.postern(7378, "empty", List.of(), one);
                Peer full = peers.postern(7377, "full", List.of(), groups)) {
            return measure(empty, full, rounds);
        }
    }

    private static Table measure(Peer empty, Peer full, int rounds) throws Exception {
        Table table = new Table("1,000 groups and 100,000 ended sessions", "CPU of a request, beside an empty server");
        table.row("forward-auth", cpu(empty, full, "/forward-auth", rounds).ratio());
        table.row("dashboard, access token", cpu(empty, full, "/dashboard", rounds).ratio());
        return table;
    }

    private static Series cpu(Peer empty, Peer full, String path, int rounds) throws Exception {
        Series few = new Series();
        Series many = new Series();
        for (int round = -2; round < rounds; round++) {
            double without = cpu(empty, path);
            double with = cpu(full, path);
            if (round >= 0) {
                few.add(without);
                many.add(with);
            }
        }
        return many.over(few);
    }

    private static double cpu(Peer peer, String path) throws Exception {
        List<String> headers = new ArrayList<>(List.of(
                "X-Forwarded-Method: GET",
                "X-Forwarded-Proto: http",
                "X-Forwarded-Host: h1.example.org",
                "X-Forwarded-Uri: /g1/page.html",
                "Authorization: Bearer " + Peers.accessToken(peer)));
        double before = peer.cpuMicros();
        Wrk.Result result = Wrk.requests(32, headers).run(4, peer.url() + path);
        if (result.failed() > 0) {
            throw new IllegalStateException(result.failed() + " of " + result.count() + " failed");
        }
        return (peer.cpuMicros() - before) / result.count();
    }
}
