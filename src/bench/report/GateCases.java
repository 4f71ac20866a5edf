package dev.postern.bench.report;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The same kinds of requests to all servers, in turn, round after round. */
final class GateCases {
    private static final int CONNECTIONS = 32;
    private static final int SECONDS = 4;
    private static final int WARM_UP_ROUNDS = 3;
    private static final int PACE = 2_000;

    private static final List<String> QUESTION = List.of(
            "X-Forwarded-Method: GET",
            "X-Forwarded-Proto: http",
            "X-Forwarded-Host: wiki.example.org",
            "X-Forwarded-Uri: /page.html");

    /** Requests to one server. */
    record Case(Peer peer, String url, List<String> headers) {}

    /** What was measured of them: rates a second, latencies in milliseconds, CPU in microseconds a request. */
    record Figures(Series rate, Series p50, Series p99, Series cpu) {
        Figures() {
            this(new Series(), new Series(), new Series(), new Series());
        }
    }

    private final Map<String, Case> cases = new LinkedHashMap<>();
    private final Map<String, Figures> figures = new LinkedHashMap<>();

    GateCases(Peer postern, Peer constant, Peer nginx, Peer javalin, Peer express, Peer fastify) throws Exception {
        String token = Peers.accessToken(postern);
        String bearer = "Authorization: Bearer " + token;
        String dashboard = postern.url() + "/dashboard";
        List<String> asked = List.of(QUESTION.get(0), QUESTION.get(1), QUESTION.get(2), QUESTION.get(3), bearer);
        add("nginx, constant", nginx, nginx.url() + "/", List.of());
        add("Jetty, constant", constant, constant.url() + "/", List.of());
        add("Jetty, constant, with the headers of forward-auth", constant, constant.url() + "/", asked);
        add("Javalin, constant", javalin, javalin.url() + "/dashboard", List.of(bearer));
        add("Javalin with java-jwt", javalin, javalin.url() + "/guarded", List.of(bearer));
        add("Fastify with @fastify/jwt", fastify, fastify.url() + "/dashboard", List.of(bearer));
        add("Express, as in tutorials", express, express.url() + "/dashboard", List.of(bearer));
        add("Postern, forward-auth, allowed", postern, postern.url() + "/forward-auth", asked);
        add("Postern, forward-auth, refused", postern, postern.url() + "/forward-auth", QUESTION);
        add("Postern, refused without a token", postern, dashboard, List.of());
        add("Postern, dashboard, access token", postern, dashboard, List.of(bearer));
        add("Postern, dashboard, session cookie", postern, dashboard, List.of("Cookie: " + Peers.cookie(postern)));
        add("Postern, dashboard, personal token", postern, dashboard,
                List.of("Authorization: Bearer " + Peers.personalToken(postern, token)));
        add("Postern, a file of 4 KB", postern, postern.url() + "/page.html", List.of(bearer, "Host: files.example.org"));
        add("Postern, the same file of an application", postern, postern.url() + "/page.html",
                List.of(bearer, "Host: app.example.org"));
        add("nginx, the same by proxy_pass", nginx, "http://127.0.0.1:7398/page.html", List.of(bearer));
    }

    private void add(String name, Peer peer, String url, List<String> headers) {
        cases.put(name, new Case(peer, url, headers));
        figures.put(name, new Figures());
    }

    void measure(int rounds) throws Exception {
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            for (Map.Entry<String, Case> each : cases.entrySet()) {
                measure(each.getKey(), each.getValue(), round >= 0);
            }
            System.err.println("gate: round " + round);
        }
    }

    private void measure(String name, Case requests, boolean counts) throws IOException, InterruptedException {
        double before = requests.peer().cpuMicros();
        Wrk.Result result = Wrk.requests(CONNECTIONS, requests.headers()).run(SECONDS, requests.url());
        double cpu = requests.peer().cpuMicros() - before;
        boolean refusal = name.contains("refused") || name.contains("constant");
        if (!refusal && result.failed() > 0) {
            throw new IllegalStateException(name + ": " + result.failed() + " of " + result.count() + " failed");
        }
        if (counts) {
            Figures measured = figures.get(name);
            measured.rate().add(result.rate());
            measured.p50().add(result.p50());
            measured.p99().add(result.p99());
            measured.cpu().add(cpu / result.count());
        }
    }

    Figures of(String name) {
        Figures found = figures.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no case " + name);
        }
        return found;
    }

    Map<String, Figures> all() {
        return figures;
    }

    /** Latencies at a rate that these servers can keep up with. */
    Table paced() throws Exception {
        Table table = new Table("2,000 requests a second", "p50, ms", "p99, ms", "p99.9, ms");
        for (String name : List.of("Jetty, constant", "Javalin, constant", "Fastify with @fastify/jwt", "Postern, dashboard, access token", "Postern, forward-auth, allowed",
                "Postern, a file of 4 KB", "nginx, the same by proxy_pass", "Postern, the same file of an application")) {
            Case requests = cases.get(name);
            Histogram latencies = PacedLoad.run(PACE, 10, requests.url(), requests.headers());
            table.row(name, Table.number(latencies.getValueAtPercentile(50) / 1e6),
                    Table.number(latencies.getValueAtPercentile(99) / 1e6),
                    Table.number(latencies.getValueAtPercentile(99.9) / 1e6));
        }
        return table;
    }
}
