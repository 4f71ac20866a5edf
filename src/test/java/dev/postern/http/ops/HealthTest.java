package dev.postern.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.TestCertificates;
import dev.postern.http.RunningServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health: a bare status for everybody, and the state of each part for administrators. */
class HealthTest {
    @Test
    void onlyAdministratorsSeeTheParts(@TempDir Path folder) throws Exception {
        try (RunningServer server = new RunningServer(folder)) {
            String secret = server.addClient("prometheus", "metrics");
            for (HttpRequest.Builder request : new HttpRequest.Builder[] {
                server.request("/health/ready"),
                server.request("/health/ready").header("Authorization", "Bearer forged"),
                server.request("/health/ready")
                        .header("Authorization", "Bearer " + server.clientToken("prometheus", secret))
            }) {
                assertThat(server.send(request).body()).isEqualTo("{\"status\":\"ready\"}");
            }
            String token = server.login().path("token").asText();
            JsonNode shown = RunningServer.json(server.get("/health/ready", token));
            assertThat(shown.path("status").asText()).isEqualTo("ready");
            JsonNode parts = shown.path("parts");
            assertThat(parts.fieldNames()).toIterable().containsExactly("connections", "disk", "keys", "store");
            assertThat(parts.at("/store/kind").asText()).isEqualTo("SQLite");
            assertThat(parts.at("/store/revocation_lag_ms").asInt()).isBetween(0, 30_000);
            assertThat(parts.at("/keys/algorithm").asText()).isEqualTo("HS256");
            assertThat(parts.at("/connections/most").asInt()).isGreaterThan(16);
            assertThat(parts.at("/disk/free_mb").asInt()).isPositive();
        }
    }

    @Test
    void theAgeOfTheSigningKeyIsShown(@TempDir Path folder) throws Exception {
        try (RunningServer server = new RunningServer(folder, "token.algorithm=ES256")) {
            String token = server.login().path("token").asText();
            JsonNode keys =
                    RunningServer.json(server.get("/health/ready", token)).at("/parts/keys");
            assertThat(keys.path("algorithm").asText()).isEqualTo("ES256");
            assertThat(keys.path("signing_since").asText()).matches("\\d{4}-.*Z");
            assertThat(server.get("/metrics", token).body()).containsPattern("postern_signing_key_age_seconds \\d");
        }
    }

    @Test
    void aCertificateThatExpiresSoonIsAWarning(@TempDir Path folder) throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        certificates.make("one"); // For 30 days.
        try (RunningServer server = new RunningServer(folder, certificates.settings("one.pem", "one.key"))) {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(certificates.trusting("one.pem"))
                    .build();
            assertThat(certificate(client, server).path("days").asInt()).isEqualTo(29);
            assertThat(certificate(client, server).has("warning")).isFalse();
            server.jump(Duration.ofDays(20));
            assertThat(certificate(client, server).path("warning").asText())
                    .contains("expires on", "in 9 days; renew it");
            server.jump(Duration.ofDays(20));
            assertThat(certificate(client, server).path("warning").asText()).contains("has expired on");
        }
    }

    private static JsonNode certificate(HttpClient client, RunningServer server) throws Exception {
        String url = "https://127.0.0.1:" + server.port();
        String login = "{\"username\":\"admin\",\"password\":\"" + RunningServer.PASSWORD + "\"}";
        HttpResponse<String> pair = client.send(
                HttpRequest.newBuilder(URI.create(url + "/login"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(login))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        String token = RunningServer.json(pair).path("token").asText();
        return RunningServer.json(client.send(
                        HttpRequest.newBuilder(URI.create(url + "/health/ready"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString()))
                .at("/parts/certificate");
    }
}
