package dev.postern.bench;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * The tables of one run. A figure is the median of the fork that was disturbed least: on a machine with neighbours, an
 * average would tell of them.
 */
final class VerificationReport {
    private static final List<String> KINDS = List.of("jdk", "javaJwt", "first", "remembered", "digestAndLook");
    private static final List<String> FLOODED = List.of("good", "goodJavaJwt", "forged");
    private static final List<String> ALGORITHMS = List.of("HS256", "RS256", "ES256", "ES384");

    private final Map<String, Double> micros = new TreeMap<>();
    private double spread;

    VerificationReport(Collection<RunResult> results) {
        for (RunResult result : results) {
            String algorithm = Objects.requireNonNullElse(result.getParams().getParam("algorithm"), "");
            add(result, result.getPrimaryResult().getLabel(), algorithm);
            result.getSecondaryResults().keySet().stream()
                    .filter(FLOODED::contains)
                    .forEach(label -> add(result, label, ""));
        }
    }

    private void add(RunResult result, String label, String algorithm) {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            Result<?> of = fork.getSecondaryResults().getOrDefault(label, fork.getPrimaryResult());
            double median = of.getStatistics().getPercentile(50);
            least = Math.min(least, median);
            most = Math.max(most, median);
        }
        micros.put(label + algorithm, least);
        spread = Math.max(spread, most / least - 1);
    }

    void printCost() {
        System.out.printf("Java %s: us a verification, and how many times the JDK's bare check%n", Runtime.version());
        System.out.printf("%-6s", "");
        KINDS.forEach(kind -> System.out.printf("%18s", kind));
        for (String algorithm : ALGORITHMS) {
            System.out.printf("%n%-6s", algorithm);
            double bare = micros.get("jdk" + algorithm);
            for (String kind : KINDS) {
                double cost = micros.get(kind + algorithm);
                System.out.printf("%18s", "%.2f (%.3g)".formatted(cost, cost / bare));
            }
        }
        System.out.printf("%nforks differ by %.0f %% at most%n", spread * 100);
    }

    void printFlood() {
        System.out.println("a good token of ES256 beside forged ones:");
        for (String kind : List.of("good", "goodJavaJwt")) {
            double quiet = micros.get(kind + "Quiet");
            double flooded = micros.get(kind);
            System.out.printf(
                    "%-12s quiet %.2f us, flooded %.2f us, ratio %.2f%n", kind, quiet, flooded, flooded / quiet);
        }
        System.out.printf("forged       refused in %.2f us%n", micros.get("forged"));
    }
}
