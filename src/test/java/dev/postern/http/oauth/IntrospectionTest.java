package dev.postern.http.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.http.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an authenticated client is told of a token (RFC 7662). */
class IntrospectionTest {
    private RunningServer server;
    private String secret = "";

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new RunningServer(folder, "token.algorithm=ES256", "group.docs.path=/docs/*");
        secret = server.addClient("reports", "reader");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpRequest.Builder request(String token) {
        return server.form("/oauth/introspect", "token=" + token);
    }

    private JsonNode introspect(String token) throws Exception {
        HttpResponse<String> answer =
                server.send(request(token).header("Authorization", OAuthRefreshTest.basic("reports", secret)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        return RunningServer.json(answer);
    }

    private void assertInactive(String token) throws Exception {
        assertThat(introspect(token).toString()).as("nothing else is told").isEqualTo("{\"active\":false}");
    }

    @Test
    void aPersonsTokenIsReportedWithItsClaims() throws Exception {
        JsonNode pair = server.login();
        JsonNode me = RunningServer.json(server.get("/me", pair.get("token").asText()));

        JsonNode told = introspect(pair.get("token").asText());

        assertThat(told.get("active").asBoolean()).isTrue();
        assertThat(told.get("token_type").asText()).isEqualTo("Bearer");
        assertThat(told.get("client_id").asText()).isEqualTo("login");
        assertThat(told.get("sub")).isEqualTo(me.get("id"));
        assertThat(told.get("username").asText()).isEqualTo("admin");
        assertThat(told.get("sid")).isEqualTo(me.get("session"));
        assertThat(told.get("roles").toString()).isEqualTo("[\"admin\"]");
        assertThat(told.get("iss").asText()).isEqualTo("postern");
        assertThat(told.get("aud").asText()).isEqualTo("postern");
        assertThat(told.get("exp").asLong() - told.get("iat").asLong()).isEqualTo(900);
        assertThat(told.get("jti").asText()).isNotEmpty();
    }

    @Test
    void aClientsTokenHasNeitherNameNorSession() throws Exception {
        JsonNode told = introspect(server.clientToken("reports", secret));
        assertThat(told.get("sub").asText()).isEqualTo("reports");
        assertThat(told.get("client_id").asText()).isEqualTo("reports");
        assertThat(told.has("username") || told.has("sid")).isFalse();
    }

    @Test
    void aRefreshTokenIsActiveWhileItBuysTheNextAndAskingSpendsNothing() throws Exception {
        String first = server.login().get("refresh_token").asText();
        assertThat(introspect(first).get("username").asText()).isEqualTo("admin");
        assertThat(introspect(first).get("active").asBoolean()).isTrue();
        JsonNode next = RunningServer.json(server.post("/refresh", "{\"refresh_token\":\"" + first + "\"}"));
        String second = next.get("refresh_token").asText();
        assertThat(introspect(first).get("active").asBoolean())
                .as("in its grace")
                .isTrue();
        server.advance(Duration.ofSeconds(31));
        assertInactive(first);
        assertThat(introspect(second).get("active").asBoolean())
                .as("no theft was seen")
                .isTrue();
        server.advance(Duration.ofDays(31));
        assertInactive(second);
    }

    @Test
    void aPersonalTokenIsActiveUnlessItIsKeptToGroups() throws Exception {
        String token = server.login().get("token").asText();
        String free = server.personalToken(token, "{\"name\":\"a\"}");
        assertThat(introspect(free).get("username").asText()).isEqualTo("admin");
        String kept = server.personalToken(token, "{\"name\":\"b\",\"groups\":[\"docs\"]}");
        assertInactive(kept);
    }

    @Test
    void whatIsOverIsInactive() throws Exception {
        JsonNode pair = server.login();
        server.post(
                "/logout", "{\"refresh_token\":\"" + pair.get("refresh_token").asText() + "\"}");
        assertInactive(pair.get("token").asText());
        assertInactive(pair.get("refresh_token").asText());
        String other = server.login().get("token").asText();
        server.advance(Duration.ofMinutes(16));
        assertInactive(other);
        for (String garbage : List.of("x", "prt_x", "pst_x", "pcs_x", "a.b.c", secret)) {
            assertInactive(garbage);
        }
    }

    @Test
    void onlyAnAuthenticatedClientIsReported() throws Exception {
        String token = server.login().get("token").asText();
        assertThat(OAuthRefreshTest.refusal(server.send(request(token)))).isEqualTo("401 invalid_client");
        assertThat(OAuthRefreshTest.refusal(server.send(server.form("/oauth/introspect", "token=x&client_id=login"))))
                .isEqualTo("401 invalid_client");
        assertThat(OAuthRefreshTest.refusal(server.send(request(token).header("Authorization", "Bearer " + token))))
                .isEqualTo("401 invalid_client");
        HttpResponse<String> byFields =
                server.send(server.form("/oauth/introspect", "token=x&client_id=reports&client_secret=pcs_wrong"));
        assertThat(OAuthRefreshTest.refusal(byFields)).isEqualTo("401 invalid_client");
        assertThat(byFields.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Basic "));
        assertThat(OAuthRefreshTest.refusal(server.send(
                        request(token).header("Authorization", OAuthRefreshTest.basic("reports", "pcs_wrong")))))
                .isEqualTo("401 invalid_client");
        assertThat(OAuthRefreshTest.refusal(server.send(server.form("/oauth/introspect", "x=y")
                        .header("Authorization", OAuthRefreshTest.basic("reports", secret)))))
                .isEqualTo("400 invalid_request");
    }
}
