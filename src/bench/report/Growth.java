package dev.postern.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Postern with much to remember, beside an empty one. */
final class Growth {
    private static final int GROUPS = 1_000;
    private static final int HOSTS = 100;
    private static final String ENDED = "100000";
    private static final String USERS = "1000000";

    private final Peers peers;
    private final Peers.Tools tools;

    Growth(Peers peers, Peers.Tools tools) {
        this.peers = peers;
        this.tools = tools;
    }

    /** Something measured of a server, of which less is better. */
    private interface Figure {
        double of(Peer server) throws Exception;
    }

    Table table(int rounds) throws Exception {
        peers.postern(7377, "full", List.of(), groups(1)).close(); // The store and its administrator are there.
        fill("Revoke", ENDED);
        fill("Fill", USERS);
        try (Peer empty = peers.postern(7378, "empty", List.of(), groups(1));
                Peer full = peers.postern(7377, "full", List.of(), groups(GROUPS))) {
            Table table = new Table("1,000 groups, 100,000 ended sessions, 1,000,000 users with a session each", "beside an empty server");
            table.row("CPU: forward-auth", ratio(server -> cpu(server, "/forward-auth"), empty, full, rounds));
            table.row("CPU: dashboard, access token", ratio(server -> cpu(server, "/dashboard"), empty, full, rounds));
            table.row("CPU: refresh, 16 sessions", ratio(Growth::refresh, empty, full, rounds));
            table.row("time: login, bcrypt cost 10", ratio(Growth::login, empty, full, rounds));
            return table;
        }
    }

    private static Map<String, String> groups(int count) {
        Map<String, String> settings = new HashMap<>(Map.of("POSTERN_PASSWORD_BCRYPT_COST", "10"));
        for (int i = 1; i <= count; i++) {
            settings.put("POSTERN_GROUP_G" + i + "_PATH", "/g" + i + "/*");
            settings.put("POSTERN_GROUP_G" + i + "_HOST", "h" + i % HOSTS + ".example.org");
        }
        return settings;
    }

    private void fill(String program, String count) throws IOException, InterruptedException {
        List<String> command = Peer.java(List.of("-cp", tools.classpath()), program,
                "jdbc:sqlite:" + peers.folder().resolve("full.db"), count);
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("the store could not be filled");
        }
    }

    private static String ratio(Figure figure, Peer empty, Peer full, int rounds) throws Exception {
        Series few = new Series();
        Series many = new Series();
        for (int round = -2; round < rounds; round++) {
            double without = figure.of(empty);
            double with = figure.of(full);
            if (round >= 0) {
                few.add(without);
                many.add(with);
            }
        }
        return many.over(few).ratio();
    }

    private static double cpu(Peer server, String path) throws Exception {
        List<String> headers = List.of(
                "X-Forwarded-Method: GET",
                "X-Forwarded-Proto: http",
                "X-Forwarded-Host: h1.example.org",
                "X-Forwarded-Uri: /g1/page.html",
                "Authorization: Bearer " + Peers.accessToken(server));
        double before = server.cpuMicros();
        Wrk.Result result = Wrk.requests(32, headers).run(4, server.url() + path);
        if (result.failed() > 0) {
            throw new IllegalStateException(result.failed() + " of " + result.count() + " failed");
        }
        return (server.cpuMicros() - before) / result.count();
    }

    private static double refresh(Peer server) throws Exception {
        Path tokens = Files.createTempFile("refresh", "tokens");
        List<String> sessions = LoginCases.sessions(server);
        double before = server.cpuMicros();
        Wrk.Result result = LoginCases.refreshes(tokens, sessions, 4, "/refresh", "application/json",
                LoginCases.REFRESH, server.url());
        Files.delete(tokens);
        return (server.cpuMicros() - before) / result.count();
    }

    private static double login(Peer server) throws Exception {
        long begun = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            Peers.accessToken(server);
        }
        return System.nanoTime() - begun;
    }
}
