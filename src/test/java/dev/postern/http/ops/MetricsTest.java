package dev.postern.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Await;
import dev.postern.Tool;
import dev.postern.http.RunningServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator reads at {@code /metrics}. */
class MetricsTest {
    private RunningServer server;
    private String token;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Path docs = Files.createDirectories(folder.resolve("docs"));
        Files.writeString(docs.resolve("a.txt"), "a");
        server = new RunningServer(
                folder,
                "group.docs.path=/docs/*",
                "group.docs.files=" + docs,
                "group.secret.path=/secret/*",
                "group.secret.roles=boss");
        token = server.login().path("token").asText();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String metrics() throws Exception {
        HttpResponse<String> answer = server.get("/metrics", token);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    /** The value of a series, of which a request that is just over may not be counted yet. */
    private void awaitValue(String series, double value) throws Exception {
        Await.until(series + " to be " + value, () -> value(series) == value);
    }

    private double value(String series) throws Exception {
        Matcher line =
                Pattern.compile("(?m)^" + Pattern.quote(series) + " (.*)$").matcher(metrics());
        return line.find() ? Double.parseDouble(line.group(1)) : Double.NaN;
    }

    @Test
    void onlyAdministratorsAndTheRoleMetricsMayReadThem() throws Exception {
        assertThat(RunningServer.refusal(server.send(server.request("/metrics"))))
                .isEqualTo("401 missing_token");
        String stranger = server.clientToken("nobody", server.addClient("nobody"));
        assertThat(RunningServer.refusal(server.get("/metrics", stranger))).isEqualTo("403 insufficient_role");
        String prometheus = server.clientToken("prometheus", server.addClient("prometheus", "metrics"));
        HttpResponse<String> read = server.get("/metrics", prometheus);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(RunningServer.refusal(server.get("/admin/audit", prometheus)))
                .isEqualTo("403 insufficient_role");
    }

    @Test
    void decisionsAreCountedByGroupAndVerdict() throws Exception {
        server.get("/docs/a.txt", token);
        server.get("/docs/a.txt", token);
        server.send(server.request("/docs/a.txt"));
        server.get("/secret/a", token);
        server.get("/docs/a.txt", "forged");
        server.get("/nowhere", token);
        awaitValue("postern_gate_decisions_total{group=\"docs\",verdict=\"allowed\"}", 2);
        awaitValue("postern_gate_decisions_total{group=\"docs\",verdict=\"missing_token\"}", 1);
        awaitValue("postern_gate_decisions_total{group=\"docs\",verdict=\"invalid_token\"}", 1);
        awaitValue("postern_gate_decisions_total{group=\"secret\",verdict=\"insufficient_role\"}", 1);
        awaitValue("postern_gate_decisions_total{group=\"\",verdict=\"not_found\"}", 1);
        assertThat(value("postern_gate_seconds_count")).isGreaterThan(6);
        awaitValue("postern_http_request_seconds_count{route=\"group\",status=\"2xx\"}", 2);
        awaitValue("postern_http_request_seconds_count{route=\"POST /login\",status=\"2xx\"}", 1);
    }

    @Test
    void loginsAndRefreshesAreCountedByResult() throws Exception {
        server.post("/login", "{\"username\":\"admin\",\"password\":\"wrong\"}");
        String refresh = server.login().path("refresh_token").asText();
        String body = "{\"refresh_token\":\"" + refresh + "\"}";
        server.post("/refresh", body);
        server.post("/refresh", body);
        server.post("/refresh", "{\"refresh_token\":\"nonsense\"}");
        awaitValue("postern_logins_total{result=\"success\"}", 2);
        awaitValue("postern_logins_total{result=\"invalid_credentials\"}", 1);
        awaitValue("postern_refreshes_total{outcome=\"rotated\"}", 1);
        awaitValue("postern_refreshes_total{outcome=\"retried\"}", 1);
        awaitValue("postern_refreshes_total{outcome=\"unknown\"}", 1);
        assertThat(value("postern_password_wait_seconds_count")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void theStateOfTheServerIsShown() throws Exception {
        assertThat(value("postern_ready")).isEqualTo(1);
        assertThat(value("postern_warning{part=\"store\"}")).isZero();
        assertThat(value("postern_revocation_lag_seconds")).isBetween(0.0, 30.0);
        assertThat(value("postern_store_seconds_count{use=\"durable\"}")).isPositive();
        assertThat(value("postern_store_connections_max{use=\"reads\"}")).isEqualTo(4);
        assertThat(value("postern_connections")).isPositive();
        assertThat(value("postern_disk_free_bytes")).isPositive();
        assertThat(metrics())
                .contains("postern_build_info{version=", "jvm_memory_used_bytes", "process_cpu_seconds_total");
    }

    @Test
    void nothingFromOutsideBecomesALabel() throws Exception {
        long before = metrics().lines().count();
        for (int i = 0; i < 50; i++) {
            server.get("/evil" + i, token);
            server.get("/docs/evil" + i, token);
            server.get("/admin/users/evil" + i, token);
            server.post("/login", "{\"username\":\"evil" + i + "\",\"password\":\"evil\"}");
            server.send(
                    server.request("/docs/a").method("EVIL" + i, java.net.http.HttpRequest.BodyPublishers.noBody()));
        }
        assertThat(metrics()).doesNotContainIgnoringCase("evil");
        assertThat(metrics().lines().count()).isLessThan(before + 200);
    }

    @Test
    void promtoolFindsNothingWrong(@TempDir Path folder) throws Exception {
        Path promtool = Tool.find("promtool", "/usr/bin/promtool");
        Path file = Files.writeString(folder.resolve("metrics.txt"), metrics());
        Process check = new ProcessBuilder(promtool.toString(), "check", "metrics")
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
    }
}
