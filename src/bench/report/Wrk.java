package dev.postern.bench.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As many requests as a server answers, by wrk. */
final class Wrk {
    private static final Pattern COUNT = Pattern.compile("(\\d+) requests in");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
    private static final Pattern PERCENTILE = Pattern.compile("(50|99)%\\s+([\\d.]+)(us|ms|s)");
    private static final Pattern OTHERS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

    /**
     * What was measured.
     *
     * @param rate responses a second
     * @param p50 in milliseconds
     * @param p99 in milliseconds
     * @param failed responses with another status than 200 to 399
     */
    record Result(long count, double rate, double p50, double p99, long failed) {}

    private final List<String> options;
    private final Map<String, String> environment;

    private Wrk(List<String> options, Map<String, String> environment) {
        this.options = options;
        this.environment = environment;
    }

    /** Requests that are all the same. */
    static Wrk requests(int connections, List<String> headers) {
        List<String> options = new ArrayList<>(List.of("-t1", "-c" + connections));
        headers.forEach(header -> options.addAll(List.of("-H", header)));
        return new Wrk(options, Map.of());
    }

    /** Requests that a script makes. */
    static Wrk script(String file, int threads, int connections, Map<String, String> environment) {
        return new Wrk(List.of("-t" + threads, "-c" + connections, "--timeout", "60s", "-s", file), environment);
    }

    Result run(int seconds, String url) throws IOException, InterruptedException {
        return result(start(seconds, url));
    }

    /** Starts it, to be read by {@link #result}. */
    Process start(int seconds, String url) throws IOException {
        List<String> command = new ArrayList<>(List.of("wrk", "-d" + seconds + "s", "--latency"));
        command.addAll(options);
        command.add(url);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    static Result result(Process wrk) throws IOException, InterruptedException {
        String text = new String(wrk.getInputStream().readAllBytes());
        if (wrk.waitFor() != 0) {
            throw new IOException("wrk: " + text);
        }
        double p50 = 0;
        double p99 = 0;
        for (Matcher each = PERCENTILE.matcher(text); each.find(); ) {
            double millis = Double.parseDouble(each.group(2)) * unit(each.group(3));
            p50 = each.group(1).equals("50") ? millis : p50;
            p99 = each.group(1).equals("99") ? millis : p99;
        }
        return new Result((long) number(COUNT, text), number(RATE, text), p50, p99, (long) number(OTHERS, text));
    }

    private static double unit(String name) {
        return name.equals("us") ? 0.001 : name.equals("ms") ? 1 : 1_000;
    }

    private static double number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }
}
