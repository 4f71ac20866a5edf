package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.postern.http.RunningServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus with the files of the documentation and of {@code deploy}. */
class PrometheusTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    @Test
    void itSignsInAndReadsTheMetricsAsDocumented(@TempDir Path folder) throws Exception {
        Path prometheus = Tool.find("Prometheus", "/usr/bin/prometheus");
        int port = freePort();
        try (RunningServer server = new RunningServer(folder)) {
            Files.writeString(folder.resolve("secret"), server.addClient("prometheus", "metrics"));
            Path configuration = Files.writeString(
                    folder.resolve("prometheus.yml"),
                    documented()
                            .replace("https://door.example.org", "http://127.0.0.1:" + server.port())
                            .replace("scheme: https", "scheme: http")
                            .replace("door.example.org", "127.0.0.1:" + server.port())
                            .replace(
                                    "/etc/prometheus/postern-secret",
                                    folder.resolve("secret").toString())
                            .replace("/etc/prometheus/postern-alerts.yml", alerts().toString())
                            .replace("scrape_interval: 30s", "scrape_interval: 1s"));
            assertThat(promtool("check", "config", configuration.toString())).contains("SUCCESS");
            Process process = new ProcessBuilder(
                            prometheus.toString(),
                            "--config.file=" + configuration,
                            "--storage.tsdb.path=" + folder.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                String api = "http://127.0.0.1:" + port + "/api/v1/";
                Await.until(
                        "Prometheus to know that the server is ready",
                        () -> query(api + "query?query=postern_ready")
                                .at("/data/result/0/value/1")
                                .asText()
                                .equals("1"));
                assertThat(query(api + "targets")
                                .at("/data/activeTargets/0/health")
                                .asText())
                        .isEqualTo("up");
                assertThat(query(api + "rules").at("/data/groups/0/rules").size())
                        .isEqualTo(5);
                for (String expression : dashboardExpressions()) {
                    JsonNode answer =
                            query(api + "query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
                    assertThat(answer.path("status").asText()).as(expression).isEqualTo("success");
                }
            } finally {
                process.destroy();
                process.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void theAlertsFireWhenTheyShould() throws Exception {
        Tool.find("promtool", PROMTOOL.toString());
        assertThat(promtool("check", "rules", alerts().toString())).contains("SUCCESS: 5 rules found");
        Path tests = Path.of("src/test/prometheus/alerts.yml");
        assertThat(promtool("test", "rules", tests.toString())).contains("SUCCESS");
    }

    /** A metric that a rule or a chart names must exist; of the certificate, only with TLS. */
    @Test
    void rulesAndChartsNameOnlyMetricsThatExist(@TempDir Path folder) throws Exception {
        String metrics;
        try (RunningServer server = new RunningServer(folder, "token.algorithm=ES256")) {
            String token = server.login().path("token").asText();
            server.post("/refresh", "{\"refresh_token\":\"x\"}");
            metrics = server.get("/metrics", token).body();
        }
        Stream.concat(dashboardExpressions().stream(), Stream.of(Files.readString(alerts())))
                .flatMap(text ->
                        Pattern.compile("\\bpostern_[a-z_]+").matcher(text).results())
                .map(found -> found.group().replaceFirst("_(bucket|count|sum)$", ""))
                .distinct()
                .filter(name -> !name.startsWith("postern_certificate"))
                .forEach(name -> assertThat(metrics).as(name).containsPattern("# TYPE " + name + " "));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static Path alerts() {
        return Path.of("deploy/alerts.yml").toAbsolutePath();
    }

    private static List<String> dashboardExpressions() throws IOException {
        return Pattern.compile("\"expr\": \"((?:[^\"\\\\]|\\\\.)*)\"")
                .matcher(Files.readString(Path.of("deploy/grafana.json")))
                .results()
                .map(found -> found.group(1)
                        .replace("\\\"", "\"")
                        .replace("$__rate_interval", "5m")
                        .replace("$instance", ".*"))
                .toList();
    }

    private static String documented() throws IOException {
        Matcher block = Pattern.compile("(?s)```yaml\n# prometheus.yml\n(.*?)```")
                .matcher(Files.readString(Path.of("docs/monitoring.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private static String promtool(String... arguments) throws Exception {
        Process check = new ProcessBuilder(Stream.concat(Stream.of(PROMTOOL.toString()), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
        return said;
    }

    private static JsonNode query(String url) {
        try {
            return RunningServer.json(Calls.get(url));
        } catch (Exception notYet) {
            return MissingNode.getInstance();
        }
    }
}
