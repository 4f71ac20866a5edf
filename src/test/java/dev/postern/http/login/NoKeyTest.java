package dev.postern.http.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.Await;
import dev.postern.http.RunningServer;
import dev.postern.http.oauth.OAuthRefreshTest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While there is no key to sign with, as after a mishap with secrets, nobody loses anything by asking. */
class NoKeyTest {
    @Test
    void nothingIsSpentForAnAnswerThatCannotBeSigned(@TempDir Path folder) throws Exception {
        try (RunningServer server = new RunningServer(folder, "token.algorithm=ES256")) {
            JsonNode pair = server.login();
            String body = "{\"refresh_token\":\"" + pair.path("refresh_token").asText() + "\"}";
            server.execute("UPDATE signing_keys SET id = id || 'x', sealed = 'AAAA'");
            Await.until(
                    "it to be noticed",
                    () -> server.send(server.request("/health/ready")).body().contains("keys"));

            HttpResponse<String> refused = server.post("/refresh", body);
            HttpResponse<String> oauth = server.send(server.form(
                    "/oauth/token",
                    "grant_type=refresh_token&refresh_token="
                            + pair.path("refresh_token").asText()));
            String login = server.login().path("error").asText();
            server.execute("DELETE FROM signing_keys");
            server.advance(Duration.ofMinutes(2));

            Await.until("another key", () -> server.post("/refresh", body).statusCode() == 200);
            assertThat(RunningServer.refusal(refused)).isEqualTo("503 unavailable");
            assertThat(OAuthRefreshTest.refusal(oauth)).isEqualTo("503 temporarily_unavailable");
            assertThat(login).isEqualTo("unavailable");
        }
    }
}
