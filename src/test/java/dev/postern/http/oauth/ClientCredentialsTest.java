package dev.postern.http.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.http.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the token endpoint answers services that have no right to a token. */
class ClientCredentialsTest {
    private static final String GRANT = "grant_type=client_credentials";

    private RunningServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new RunningServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String refused(HttpRequest.Builder request, String body) throws Exception {
        HttpResponse<String> answer = server.send(request.POST(BodyPublishers.ofString(body)));
        JsonNode fields = RunningServer.json(answer);
        assertThat(fields.path("error_description").asText()).isNotEmpty();
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        if (answer.statusCode() == 401) {
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Basic");
        }
        return answer.statusCode() + " " + fields.get("error").asText();
    }

    private HttpRequest.Builder form() {
        return server.request("/oauth/token").header("Content-Type", "application/x-www-form-urlencoded");
    }

    private static String basic(String text) {
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void errorsAreThoseOfTheStandard() throws Exception {
        assertThat(refused(form(), GRANT)).isEqualTo("401 invalid_client");
        assertThat(refused(form(), GRANT + "&client_id=a&client_secret=b")).isEqualTo("401 invalid_client");
        assertThat(refused(form().header("Authorization", basic("a:b")), GRANT)).isEqualTo("401 invalid_client");
        assertThat(refused(form().header("Authorization", basic("a:b")), GRANT + "&client_secret=b"))
                .isEqualTo("400 invalid_request");
        assertThat(refused(form().header("Authorization", basic("a:b")), GRANT + "&client_id=c"))
                .isEqualTo("400 invalid_request");
        assertThat(refused(form(), GRANT + "&client_id=a&client_id=a&client_secret=b"))
                .isEqualTo("400 invalid_request");
        assertThat(refused(server.request("/oauth/token").header("Content-Type", "application/json"), "{}"))
                .isEqualTo("400 invalid_request");
        for (String header : List.of("Basic", "Basic !", basic("a"), basic("%zz:b"), "Bearer x")) {
            assertThat(refused(form().header("Authorization", header), GRANT))
                    .as(header)
                    .isEqualTo("401 invalid_client");
        }
    }

    @Test
    void onlyPostIsTaken() throws Exception {
        assertThat(server.send(server.request("/oauth/token")).statusCode()).isEqualTo(405);
    }
}
