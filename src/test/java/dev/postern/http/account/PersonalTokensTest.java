package dev.postern.http.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.http.RunningServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Personal tokens: what scripts do in a person's place, and what they cannot. */
class PersonalTokensTest {
    private Path folder;
    private RunningServer server;
    private String admin = "";

    @BeforeEach
    void start(@TempDir Path temp) throws Exception {
        folder = temp;
        Files.createDirectory(temp.resolve("docs"));
        Files.writeString(temp.resolve("docs/a.txt"), "hello");
        server = new RunningServer(
                temp,
                "group.docs.path=/docs/*",
                "group.docs.files=" + temp.resolve("docs"),
                "group.docs.roles=reader,admin");
        admin = server.login().get("token").asText();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String method, String path, String token, String body) throws Exception {
        return server.send(server.request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private JsonNode make(String more) throws Exception {
        HttpResponse<String> answer = send("POST", "/me/tokens", admin, "{\"name\":\"backup\"" + more + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return RunningServer.json(answer);
    }

    @Test
    void aTokenActsForItsOwnerAndIsShownOnce() throws Exception {
        JsonNode made = make("");
        String token = made.get("token").asText();
        assertThat(token).matches("pst_[A-Za-z0-9_-]{43}");
        assertThat(Duration.between(
                        java.time.Instant.parse(made.get("created_at").asText()),
                        java.time.Instant.parse(made.get("expires_at").asText())))
                .isEqualTo(Duration.ofDays(90));
        assertThat(server.get("/docs/a.txt", token).body()).isEqualTo("hello");
        assertThat(server.get("/dashboard", token).body()).isEqualTo("Hello admin, welcome to dashboard");
        assertThat(server.get("/admin/users", token).statusCode()).isEqualTo(200);
        JsonNode me = RunningServer.json(server.get("/me", token));
        assertThat(me.get("username").asText()).isEqualTo("admin");
        assertThat(me.get("session").isNull()).isTrue();
        JsonNode list = RunningServer.json(server.get("/me/tokens", admin)).get("tokens");
        assertThat(list).hasSize(1);
        assertThat(list.toString()).doesNotContain(token).contains("last_used_at");
        byte[] stored = Files.readAllBytes(folder.resolve("server.db"));
        assertThat(new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain(token.substring(4));
    }

    @Test
    void aTokenIsKeptToItsGroups() throws Exception {
        String token = make(",\"groups\":[\"docs\"]").get("token").asText();
        assertThat(server.get("/docs/a.txt", token).statusCode()).isEqualTo(200);
        assertThat(RunningServer.refusal(server.get("/me", token))).isEqualTo("403 wrong_group");
        assertThat(RunningServer.refusal(server.get("/admin/users", token))).isEqualTo("403 wrong_group");
        assertThat(send("POST", "/me/tokens", admin, "{\"name\":\"x\",\"groups\":[\"dosc\"]}")
                        .body())
                .contains("dosc", "account, admin, docs");
    }

    @Test
    void aTokenMakesNoTokensAndChangesNoPassword() throws Exception {
        String token = make("").get("token").asText();
        assertThat(RunningServer.refusal(send("POST", "/me/tokens", token, "{\"name\":\"more\"}")))
                .isEqualTo("403 session_required");
        assertThat(RunningServer.refusal(send(
                        "PUT",
                        "/me/password",
                        token,
                        "{\"current_password\":\"" + RunningServer.PASSWORD
                                + "\",\"new_password\":\"yet another one\"}")))
                .isEqualTo("403 session_required");
        String id = RunningServer.json(server.get("/me", token)).get("id").asText();
        assertThat(RunningServer.refusal(
                        send("PATCH", "/admin/users/" + id, token, "{\"password\":\"yet another one\"}")))
                .isEqualTo("403 session_required");
        assertThat(RunningServer.refusal(send("POST", "/admin/users/" + id + "/setup-link", token, "")))
                .isEqualTo("403 session_required");
        assertThat(RunningServer.refusal(server.post("/refresh", "{\"refresh_token\":\"" + token + "\"}")))
                .isEqualTo("401 invalid_refresh_token");
    }

    @Test
    void aRevokedTokenIsRefusedAtOnce() throws Exception {
        JsonNode made = make("");
        String token = made.get("token").asText();
        assertThat(server.get("/me", token).statusCode()).isEqualTo(200);
        String path = "/me/tokens/" + made.get("id").asText();
        assertThat(send("DELETE", path, admin, "").statusCode()).isEqualTo(204);
        assertThat(RunningServer.refusal(server.get("/me", token))).isEqualTo("401 invalid_token");
        assertThat(send("DELETE", path, admin, "").statusCode()).isEqualTo(404);
    }

    @Test
    void aTokenHasItsOwnersRolesOfTheMomentAndRestsWhileTheOwnerIsDisabled() throws Exception {
        String id = RunningServer.json(send(
                        "POST", "/admin/users", admin, "{\"username\":\"mira\",\"password\":\"the password of mira\"}"))
                .get("id")
                .asText();
        String mira = RunningServer.json(
                        server.post("/login", "{\"username\":\"mira\",\"password\":\"the password of mira\"}"))
                .get("token")
                .asText();
        JsonNode made = RunningServer.json(send("POST", "/me/tokens", mira, "{\"name\":\"hers\"}"));
        String token = made.get("token").asText();
        assertThat(RunningServer.refusal(server.get("/docs/a.txt", token))).isEqualTo("403 insufficient_role");
        send("PATCH", "/admin/users/" + id, admin, "{\"roles\":[\"reader\"]}");
        assertThat(server.get("/docs/a.txt", token).statusCode()).isEqualTo(200);
        send("PATCH", "/admin/users/" + id, admin, "{\"password\":\"another one of mira\"}");
        assertThat(server.get("/docs/a.txt", token).statusCode()).isEqualTo(200);
        send("PATCH", "/admin/users/" + id, admin, "{\"disabled\":true}");
        assertThat(RunningServer.refusal(server.get("/docs/a.txt", token))).isEqualTo("401 invalid_token");
        send("PATCH", "/admin/users/" + id, admin, "{\"disabled\":false}");
        assertThat(server.get("/docs/a.txt", token).statusCode()).isEqualTo(200);
        assertThat(send("DELETE", "/me/tokens/" + made.get("id").asText(), admin, "")
                        .statusCode())
                .isEqualTo(404);
        send("DELETE", "/admin/users/" + id, admin, "");
        assertThat(RunningServer.refusal(server.get("/docs/a.txt", token))).isEqualTo("401 invalid_token");
    }

    @Test
    void aTokenEndsWithItsTime() throws Exception {
        String token = make(",\"expires_in\":3600").get("token").asText();
        server.advance(Duration.ofMinutes(59));
        assertThat(server.get("/docs/a.txt", token).statusCode()).isEqualTo(200);
        server.advance(Duration.ofMinutes(1));
        assertThat(RunningServer.refusal(server.get("/docs/a.txt", token))).isEqualTo("401 invalid_token");
    }

    @Test
    void whatIsWrongWithATokenAskedForIsNamed() throws Exception {
        for (String more : List.of(
                ",\"expires_in\":59",
                ",\"expires_in\":31622401",
                ",\"expires_in\":-1",
                ",\"expires_in\":1.5",
                ",\"expires_in\":99999999999999999999",
                ",\"expires_in\":\"90\"",
                ",\"groups\":\"docs\"",
                ",\"scope\":\"all\"")) {
            assertThat(RunningServer.refusal(send("POST", "/me/tokens", admin, "{\"name\":\"x\"" + more + "}")))
                    .as(more)
                    .isEqualTo("400 invalid_request");
        }
        for (String name : List.of("", " ", "a".repeat(101), "a\\u0000b")) {
            assertThat(RunningServer.refusal(send("POST", "/me/tokens", admin, "{\"name\":\"" + name + "\"}")))
                    .isEqualTo("400 invalid_request");
        }
        for (String forged :
                List.of("pst_", "pst_" + "A".repeat(43), "pst_" + "A".repeat(5000), "PST_" + "A".repeat(43))) {
            assertThat(RunningServer.refusal(server.get("/me", forged))).isEqualTo("401 invalid_token");
        }
    }
}
