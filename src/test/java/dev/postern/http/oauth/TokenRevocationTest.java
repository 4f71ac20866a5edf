package dev.postern.http.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.Await;
import dev.postern.http.RunningServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are revoked by whoever holds them (RFC 7009). */
class TokenRevocationTest {
    private RunningServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new RunningServer(folder, "group.docs.path=/docs/*");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> revoke(String form) throws Exception {
        return server.send(server.form("/oauth/revoke", form));
    }

    private void assertRevoked(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&token_type_hint=refresh_token", "&token_type_hint=access_token", "&client_id=login"})
    void withARefreshTokenTheSessionIsOver(String more) throws Exception {
        JsonNode pair = server.login();
        assertRevoked(revoke("token=" + pair.get("refresh_token").asText() + more));
        assertThat(server.get("/me", pair.get("token").asText()).statusCode()).isEqualTo(401);
        assertThat(server.post(
                                "/refresh",
                                "{\"refresh_token\":\""
                                        + pair.get("refresh_token").asText() + "\"}")
                        .statusCode())
                .isEqualTo(401);
        assertRevoked(revoke("token=" + pair.get("refresh_token").asText() + more));
    }

    @Test
    void withAPersonsAccessTokenTheSessionIsOverAndNoOther() throws Exception {
        JsonNode pair = server.login();
        JsonNode other = server.login();
        assertRevoked(revoke("token=" + pair.get("token").asText()));
        assertThat(server.get("/me", pair.get("token").asText()).statusCode()).isEqualTo(401);
        assertThat(server.post(
                                "/refresh",
                                "{\"refresh_token\":\""
                                        + pair.get("refresh_token").asText() + "\"}")
                        .statusCode())
                .isEqualTo(401);
        assertThat(server.get("/me", other.get("token").asText()).statusCode()).isEqualTo(200);
    }

    @Test
    void aClientsTokenIsRevokedByItselfAlone() throws Exception {
        String secret = server.addClient("reports");
        String one = server.clientToken("reports", secret);
        String other = server.clientToken("reports", secret);
        assertThat(server.get("/docs/x", one).statusCode()).isEqualTo(404);

        assertRevoked(revoke("token=" + one));
        assertRevoked(revoke("token=" + one));

        assertThat(server.get("/docs/x", one).statusCode()).isEqualTo(401);
        assertThat(server.get("/docs/x", other).statusCode()).isEqualTo(404);
        assertThat(server.get("/docs/x", server.clientToken("reports", secret)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aPersonalTokenThatWasFoundIsRemoved() throws Exception {
        String token = server.login().get("token").asText();
        String personal = server.personalToken(token, "{\"name\":\"backup\"}");
        assertThat(server.get("/docs/x", personal).statusCode()).isEqualTo(404);
        assertRevoked(revoke("token=" + personal));
        assertThat(server.get("/docs/x", personal).statusCode()).isEqualTo(401);
        assertThat(server.get("/docs/x", token).statusCode()).isEqualTo(404);
    }

    /** Whoever shuts somebody out takes away what they hold as well, and lets them in again later. */
    @Test
    void aPersonalTokenOfWhoeverIsDisabledIsRemovedForGood() throws Exception {
        String admin = server.login().get("token").asText();
        String mira = RunningServer.json(server.as(admin, "POST", "/admin/users", "{\"username\":\"mira\"}"))
                .get("id")
                .asText();
        server.as(admin, "PATCH", "/admin/users/" + mira, "{\"password\":\"" + RunningServer.PASSWORD + "\"}");
        JsonNode hers = RunningServer.json(
                server.post("/login", "{\"username\":\"mira\",\"password\":\"" + RunningServer.PASSWORD + "\"}"));
        String personal = server.personalToken(hers.get("token").asText(), "{\"name\":\"backup\"}");
        server.as(admin, "PATCH", "/admin/users/" + mira, "{\"disabled\":true}");
        assertThat(server.get("/docs/x", personal).statusCode()).isEqualTo(401);

        assertRevoked(revoke("token=" + personal));

        server.as(admin, "PATCH", "/admin/users/" + mira, "{\"disabled\":false}");
        assertThat(server.get("/docs/x", personal).statusCode()).isEqualTo(401);
    }

    /** What was refused for want of the store is not done yet, though the token is refused here. */
    @Test
    void whatTheStoreDidNotLearnIsReportedWhenItIsAskedAgain() throws Exception {
        String secret = server.addClient("reports");
        String clients = server.clientToken("reports", secret);
        String persons = server.login().get("token").asText();
        for (String token : List.of(persons, clients)) {
            try (Connection other =
                            DriverManager.getConnection("jdbc:sqlite:" + server.settings.resolveSibling("server.db"));
                    Statement hold = other.createStatement()) {
                hold.execute("BEGIN IMMEDIATE");
                assertThat(revoke("token=" + token).statusCode()).isEqualTo(503);
                hold.execute("ROLLBACK");
            }
            Await.until(
                    "the store to be used again", () -> revoke("token=" + token).statusCode() == 200);
        }
        Await.until("both ends to be told", () -> ended().size() == 2);
    }

    private List<?> ended() throws Exception {
        return JWT.decode(server.send(server.request("/revocations")).body())
                .getClaim("ended")
                .as(List.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "prt_x", "pst_x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."})
    void whatNobodyKnowsIsRevokedAlready(String token) throws Exception {
        JsonNode pair = server.login();
        assertRevoked(revoke("token=" + token));
        assertThat(server.get("/me", pair.get("token").asText()).statusCode()).isEqualTo(200);
    }

    @Test
    void whoeverProvesItselfMustDoSoRightly() throws Exception {
        JsonNode pair = server.login();
        String form = "token=" + pair.get("refresh_token").asText();
        assertThat(OAuthRefreshTest.refusal(revoke(form + "&client_id=reports&client_secret=wrong")))
                .isEqualTo("401 invalid_client");
        assertThat(OAuthRefreshTest.refusal(revoke(form + "&client_id=reports")))
                .isEqualTo("401 invalid_client");
        assertThat(OAuthRefreshTest.refusal(revoke("token="))).isEqualTo("400 invalid_request");
        assertThat(OAuthRefreshTest.refusal(revoke(form + "&token=x"))).isEqualTo("400 invalid_request");
        assertThat(server.get("/me", pair.get("token").asText()).statusCode()).isEqualTo(200);
    }
}
