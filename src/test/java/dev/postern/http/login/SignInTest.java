package dev.postern.http.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.http.RunningServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign in, stay in, sign out, as a client sees it. */
class SignInTest {
    private RunningServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new RunningServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> refresh(String token) throws Exception {
        return server.post("/refresh", "{\"refresh_token\":\"" + token + "\"}");
    }

    private HttpResponse<String> logout(String body) throws Exception {
        return server.post("/logout", body);
    }

    private int dashboard(String token) throws Exception {
        return server.get("/dashboard", token).statusCode();
    }

    @Test
    void aLoginGivesAPairThatOpensTheDashboard() throws Exception {
        HttpResponse<String> answer =
                server.post("/login", "{\"username\":\"ADMIN\",\"password\":\"correct horse battery\",\"more\":1}");
        JsonNode pair = RunningServer.json(answer);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(pair.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(pair.path("expires_in").asInt()).isEqualTo(900);
        assertThat(pair.path("refresh_expires_in").asInt()).isEqualTo(2_592_000);
        assertThat(pair).hasSize(5);
        assertThat(server.get("/dashboard", pair.path("token").asText()).body())
                .isEqualTo("Hello admin, welcome to dashboard");
    }

    @Test
    void theTokenSaysWhatRfc9068AsksAndNothingElse() throws Exception {
        String[] parts = server.login().path("token").asText().split("\\.", -1);
        assertThat(new String(Base64.getUrlDecoder().decode(parts[0]), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"typ\":\"at+jwt\"", "\"alg\":\"HS256\"", "\"kid\"");
        JsonNode claims = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(Base64.getUrlDecoder().decode(parts[1]));
        assertThat(claims.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "iss", "sub", "aud", "client_id", "iat", "exp", "jti", "sid", "username", "roles");
    }

    @Test
    void wrongNameAndWrongPasswordAreOneAnswer() throws Exception {
        List<HttpResponse<String>> answers = List.of(
                server.post("/login", "{\"username\":\"admin\",\"password\":\"wrong\"}"),
                server.post("/login", "{\"username\":\"nobody\",\"password\":\"correct horse battery\"}"),
                server.post("/login", "{\"username\":\"\\ud800\",\"password\":\"\\u0000\"}"),
                server.post("/login", "{\"username\":\"\",\"password\":\"" + "x".repeat(100) + "\"}"));
        for (HttpResponse<String> answer : answers) {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body())
                    .isEqualTo("{\"error\":\"invalid_credentials\",\"message\":\"Invalid username or password\"}");
        }
    }

    @Test
    void theGateRefusesInTheWordsOfRfc6750() throws Exception {
        HttpResponse<String> none = server.send(server.request("/dashboard"));
        assertThat(RunningServer.refusal(none)).isEqualTo("401 missing_token");
        assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"postern\"");
        HttpResponse<String> junk = server.get("/dashboard", "junk");
        assertThat(RunningServer.refusal(junk)).isEqualTo("401 invalid_token");
        assertThat(junk.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"postern\", error=\"invalid_token\"");
        assertThat(RunningServer.refusal(server.send(server.request("/dashboard?token=x&access_token=y"))))
                .isEqualTo("401 missing_token");
    }

    @Test
    void anAccessTokenEndsWithItsLifetimeAndItsSkew() throws Exception {
        String token = server.login().path("token").asText();
        server.advance(Duration.ofMinutes(15));
        assertThat(dashboard(token)).isEqualTo(200);
        server.advance(Duration.ofSeconds(30));
        assertThat(dashboard(token)).isEqualTo(401);
    }

    @Test
    void aRefreshSpendsTheTokenAndALostAnswerIsGivenAgain() throws Exception {
        String first = server.login().path("refresh_token").asText();
        JsonNode pair = RunningServer.json(refresh(first));
        String second = pair.path("refresh_token").asText();
        assertThat(second).isNotEqualTo(first);
        assertThat(dashboard(pair.path("token").asText())).isEqualTo(200);
        assertThat(RunningServer.json(refresh(first)).path("refresh_token").asText())
                .isEqualTo(second);
    }

    @Test
    void aSpentTokenPresentedLateEndsTheSession() throws Exception {
        String first = server.login().path("refresh_token").asText();
        JsonNode pair = RunningServer.json(refresh(first));
        server.advance(Duration.ofSeconds(30));
        assertThat(RunningServer.refusal(refresh(first))).isEqualTo("401 invalid_refresh_token");
        assertThat(RunningServer.refusal(refresh(pair.path("refresh_token").asText())))
                .isEqualTo("401 invalid_refresh_token");
        assertThat(dashboard(pair.path("token").asText())).isEqualTo(401);
    }

    @Test
    void aStringThatWeNeverIssuedEndsNothing() throws Exception {
        JsonNode pair = server.login();
        String token = pair.path("refresh_token").asText();
        for (String forged : List.of("", "x", token + "A", token.substring(1), token.substring(0, 99) + "!")) {
            assertThat(RunningServer.refusal(refresh(forged))).isEqualTo("401 invalid_refresh_token");
            assertThat(logout("{\"refresh_token\":\"" + forged + "\"}").statusCode())
                    .isEqualTo(204);
        }
        assertThat(dashboard(pair.path("token").asText())).isEqualTo(200);
        assertThat(refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void aLogoutEndsTheSessionAndItsAccessTokensAtOnce() throws Exception {
        JsonNode pair = server.login();
        String body = "{\"refresh_token\":\"" + pair.path("refresh_token").asText() + "\"}";
        assertThat(logout(body).statusCode()).isEqualTo(204);
        assertThat(dashboard(pair.path("token").asText())).isEqualTo(401);
        assertThat(refresh(pair.path("refresh_token").asText()).statusCode()).isEqualTo(401);
        assertThat(logout(body).statusCode()).isEqualTo(204);
    }

    @Test
    void anExpiredAccessTokenServesToLogOut() throws Exception {
        JsonNode pair = server.login();
        server.advance(Duration.ofHours(1));
        var request = server.request("/logout")
                .header("Authorization", "Bearer " + pair.path("token").asText())
                .POST(BodyPublishers.noBody());
        assertThat(server.send(request).statusCode()).isEqualTo(204);
        assertThat(refresh(pair.path("refresh_token").asText()).statusCode()).isEqualTo(401);
    }

    @Test
    void aLogoutNeedsOneCredentialOrTwoOfOneSession() throws Exception {
        JsonNode one = server.login();
        JsonNode other = server.login();
        assertThat(RunningServer.refusal(logout("{}"))).isEqualTo("401 missing_token");
        assertThat(RunningServer.refusal(server.send(server.request("/logout").POST(BodyPublishers.noBody()))))
                .isEqualTo("401 missing_token");
        var mixed = server.request("/logout")
                .header("Authorization", "Bearer " + one.path("token").asText())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"refresh_token\":\"" + other.path("refresh_token").asText() + "\"}"));
        assertThat(RunningServer.refusal(server.send(mixed))).isEqualTo("400 invalid_request");
        assertThat(dashboard(one.path("token").asText())).isEqualTo(200);
        assertThat(dashboard(other.path("token").asText())).isEqualTo(200);
    }

    @Test
    void everywhereEndsAllSessionsOfTheUser() throws Exception {
        JsonNode one = server.login();
        JsonNode other = server.login();
        String body = "{\"everywhere\":true,\"refresh_token\":\""
                + one.path("refresh_token").asText() + "\"}";
        assertThat(logout(body).statusCode()).isEqualTo(204);
        assertThat(dashboard(one.path("token").asText())).isEqualTo(401);
        assertThat(dashboard(other.path("token").asText())).isEqualTo(401);
    }
}
