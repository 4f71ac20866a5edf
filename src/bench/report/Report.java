package dev.postern.bench.report;

import dev.postern.users.PasswordWorkers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures Postern beside other servers, and writes {@code docs/performance.md} and its picture. */
public final class Report {
    private static final String CONSTANT = "Jetty, constant";
    private static final String ASKED = "Jetty, constant, with the headers of forward-auth";
    private static final String JAVALIN = "Javalin, constant";
    private static final String BEARER = "Postern, dashboard, access token";

    private Report() {}

    /** @param arguments the folder to work in, the jar, the folder of the launcher, that of Node.js, that of Keycloak, rounds */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Path launcher = Path.of(arguments[2]);
        int rounds = Integer.parseInt(arguments[5]);
        Peers.Tools tools = new Peers.Tools(
                Path.of(arguments[1]), System.getProperty("java.class.path"), Path.of(arguments[3]));
        Map<String, Object> parts = new LinkedHashMap<>();
        try (Peers peers = new Peers(folder, tools)) {
            Footprint footprint = new Footprint(peers, tools, launcher);
            parts.put("starts", footprint.starts(2 * rounds));
            parts.put("memory", footprint.memory());
            parts.put("growth", new Growth(peers, tools).table(rounds));
            Peer postern = peers.postern();
            Peer nginx = peers.nginx();
            Peer javalin = peers.javalin(7392, List.of());
            Peer express = peers.node(7381, "express.js");
            Peer fastify = peers.node(7382, "fastify.js");
            GateCases gate = new GateCases(postern, peers.constant(), nginx, javalin, express, fastify);
            gate.measure(rounds);
            parts.put("gate", gate(gate));
            parts.put("ratios", ratios(gate));
            parts.put("paced", gate.paced());
            List<String> bearer = List.of("Authorization: Bearer " + Peers.accessToken(postern));
            parts.put("logins", LoginCases.logins(postern, PasswordWorkers.autoWorkers(processors()), 3));
            parts.put("flood", LoginCases.gateDuringLogins(List.of(
                    new LoginCases.Guarded("Postern", postern, bearer),
                    new LoginCases.Guarded("Fastify with @fastify/jwt", fastify, bearer),
                    new LoginCases.Guarded("Express, as in tutorials", express, bearer)), 2));
            try (Keycloak keycloak = Keycloak.start(Path.of(arguments[4]), folder)) {
                parts.put("refreshes", LoginCases.refreshes(postern, javalin, keycloak, rounds));
            }
            Files.writeString(Path.of("docs/performance.svg"), picture(gate));
        }
        parts.put("machine", "%d cores, %s, Java %s".formatted(processors(), processor(), Runtime.version().feature()));
        parts.put("rounds", rounds);
        String page = Files.readString(Path.of("src/bench/report/performance.md"));
        for (Map.Entry<String, Object> part : parts.entrySet()) {
            page = page.replace("{{" + part.getKey() + "}}", part.getValue().toString());
        }
        Files.writeString(Path.of("docs/performance.md"), page);
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static String processor() throws Exception {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse("unknown processor");
    }

    private static Table gate(GateCases gate) {
        Table table = new Table("32 connections", "requests a second", "p50, ms", "p99, ms", "CPU, µs a request");
        gate.all().forEach((name, figures) -> table.row(
                name,
                Table.number(figures.rate().median()),
                Table.number(figures.p50().median()),
                Table.number(figures.p99().median()),
                Table.number(figures.cpu().median())));
        return table;
    }

    private static Table ratios(GateCases gate) {
        Table table = new Table("what", "beside", "ratio");
        cpu(table, gate, "Postern, forward-auth, allowed", ASKED);
        cpu(table, gate, "Postern, forward-auth, refused", ASKED);
        cpu(table, gate, "Postern, refused without a token", CONSTANT);
        cpu(table, gate, BEARER, JAVALIN);
        cpu(table, gate, "Postern, dashboard, session cookie", BEARER);
        cpu(table, gate, "Postern, dashboard, personal token", BEARER);
        cpu(table, gate, "Postern, a file of 4 KB", CONSTANT);
        rate(table, gate, "Postern, forward-auth, allowed", "nginx, constant");
        rate(table, gate, "Postern, forward-auth, allowed", "Fastify with @fastify/jwt");
        rate(table, gate, "Postern, the same file of an application", "nginx, the same by proxy_pass");
        return table;
    }

    private static void cpu(Table table, GateCases gate, String one, String other) {
        table.row("CPU: " + one, other, gate.of(one).cpu().over(gate.of(other).cpu()).ratio());
    }

    private static void rate(Table table, GateCases gate, String one, String other) {
        table.row("rate: " + one, other, gate.of(one).rate().over(gate.of(other).rate()).ratio());
    }

    private static String picture(GateCases gate) {
        List<Bars.Bar> bars = new ArrayList<>();
        gate.all().forEach((name, figures) -> {
            if (!name.equals(ASKED)) {
                bars.add(new Bars.Bar(name, figures.cpu(), name.startsWith("Postern")));
            }
        });
        return Bars.svg("CPU of the server, in microseconds a request", bars);
    }
}
