package dev.postern.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mindrot.jbcrypt.BCrypt;

/** Logins, refreshes, and what other requests notice of them. */
final class LoginCases {
    private static final int SESSIONS = 16;
    private static final int COST = 12;

    /** The body of a refresh, with a place for the token. */
    static final String REFRESH = "{\"refresh_token\":\"%s\"}";

    private static final String LOGIN_SCRIPT = "src/bench/login.lua";
    private static final Map<String, String> LOGIN = Map.of("ADMIN_PASSWORD", Peers.PASSWORD);

    private LoginCases() {}

    /** A server, with a request that it answers after verifying a token. */
    record Guarded(String name, Peer peer, List<String> headers) {}

    /** The gate while 32 connections log in, beside the same without them. */
    static Table gateDuringLogins(List<Guarded> servers, int rounds) throws Exception {
        Table table = new Table("while 32 connections log in", "rate, of quiet", "p99, of quiet", "p99, ms", "logins a second");
        for (Guarded server : servers) {
            Series rates = new Series();
            Series latencies = new Series();
            Series p99 = new Series();
            Series logins = new Series();
            String url = server.peer().url();
            for (int round = -1; round < rounds; round++) {
                Wrk gate = Wrk.requests(4, server.headers());
                Wrk.Result quiet = gate.run(5, url + "/dashboard");
                Process flood = Wrk.script(LOGIN_SCRIPT, 1, 32, LOGIN).start(10, url);
                TimeUnit.SECONDS.sleep(1);
                Wrk.Result flooded = gate.run(8, url + "/dashboard");
                Wrk.Result done = Wrk.result(flood);
                TimeUnit.SECONDS.sleep(6); // What was asked for last is still computed.
                if (round >= 0) {
                    rates.add(flooded.rate() / quiet.rate());
                    latencies.add(flooded.p99() / quiet.p99());
                    p99.add(flooded.p99());
                    logins.add(done.rate());
                }
                System.err.println("logins: round " + round + " of " + server.name());
            }
            table.row(server.name(), rates.ratio(), latencies.ratio(), Table.number(p99.median()),
                    Table.number(logins.median()));
        }
        return table;
    }

    /** Logins a second of a server that does nothing else, beside what its workers can hash. */
    static Table logins(Peer postern, int workers, int rounds) throws Exception {
        Series shares = new Series();
        Series rates = new Series();
        for (int round = -1; round < rounds; round++) {
            double hash = hashSeconds();
            Wrk.Result result = Wrk.script(LOGIN_SCRIPT, 1, 4, LOGIN).run(12, postern.url());
            if (result.failed() > 0) {
                throw new IllegalStateException(result.failed() + " logins failed");
            }
            if (round >= 0) {
                rates.add(result.rate());
                shares.add(result.rate() * hash / workers);
            }
        }
        Table table = new Table("4 connections log in", "logins a second", "of workers ÷ bcrypt time");
        table.row("Postern, bcrypt cost " + COST, Table.number(rates.median()), shares.ratio());
        return table;
    }

    private static double hashSeconds() {
        String hash = BCrypt.hashpw(Peers.PASSWORD, BCrypt.gensalt(COST));
        long begun = System.nanoTime();
        for (int i = 0; i < 4; i++) {
            BCrypt.checkpw(Peers.PASSWORD, hash);
        }
        return (System.nanoTime() - begun) / 4e9;
    }

    /** Refreshes by 16 sessions, beside a constant of Javalin, and Keycloak if it is there. */
    static Table refreshes(Peer postern, Peer javalin, Keycloak keycloak, int rounds) throws Exception {
        Series ours = new Series();
        Series constants = new Series();
        Series theirs = new Series();
        Path tokens = Files.createTempFile("refresh", "tokens");
        for (int round = -5; round < rounds; round++) {
            Wrk.Result result = refreshes(tokens, sessions(postern), 5, "/refresh", "application/json",
                    REFRESH, postern.url());
            Wrk.Result constant = Wrk.requests(32, List.of()).run(4, javalin.url() + "/dashboard");
            double other = keycloak == null ? 1 : keycloak.refreshes(tokens, 5);
            if (round >= 0) {
                ours.add(result.rate());
                constants.add(constant.rate());
                theirs.add(other);
            }
            System.err.println("refreshes: round " + round);
        }
        Table table = new Table("16 sessions refresh", "a second", "of Javalin's constant");
        table.row("Postern on SQLite", Table.number(ours.median()), ours.over(constants).ratio());
        if (keycloak != null) {
            table.row("Keycloak on its file store", Table.number(theirs.median()), theirs.over(constants).ratio());
            table.row("Postern ÷ Keycloak", "", ours.over(theirs).ratio());
        }
        Files.delete(tokens);
        return table;
    }

    static Wrk.Result refreshes(
            Path file, List<String> tokens, int seconds, String path, String type, String body, String url)
            throws IOException, InterruptedException {
        Files.write(file, tokens);
        Wrk.Result result = Wrk.script("src/bench/refresh.lua", SESSIONS, SESSIONS, Map.of(
                        "REFRESH_TOKENS", file.toString(),
                        "REFRESH_PATH", path,
                        "REFRESH_TYPE", type,
                        "REFRESH_BODY", body))
                .run(seconds, url);
        if (result.failed() > 0) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "%d of %d refreshes failed", result.failed(), result.count()));
        }
        return result;
    }

    /** The refresh tokens of new sessions. */
    static List<String> sessions(Peer postern) throws IOException, InterruptedException {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            tokens.add(Http.field(Peers.login(postern), "refresh_token"));
        }
        return tokens;
    }
}
