package dev.postern.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.http.RunningServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators read of what happened. */
class AuditTest {
    private RunningServer server;
    private JsonNode admin;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new RunningServer(folder, "login.attempts=3");
        admin = server.login();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return server.send(server.request(path)
                .header("Authorization", "Bearer " + admin.get("token").asText())
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private JsonNode audit(String query) throws Exception {
        HttpResponse<String> answer = send("GET", "/admin/audit" + query, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return RunningServer.json(answer);
    }

    private List<String> events(String query) throws Exception {
        List<String> events = new ArrayList<>();
        audit(query)
                .get("events")
                .forEach(event -> events.add(event.get("event").asText()));
        return events;
    }

    @Test
    void aLoginRecordsWhoWhenFromWhereAndWhichSession() throws Exception {
        JsonNode login = audit("?event=login").get("events").get(0);
        assertThat(login.get("user").asText()).isEqualTo("admin");
        assertThat(login.get("by").asText()).isEqualTo("admin");
        assertThat(login.get("result").asText()).isEqualTo("ok");
        assertThat(login.get("ip").asText()).isEqualTo("127.0.0.1");
        assertThat(login.get("session").asText())
                .isEqualTo(
                        RunningServer.json(server.get("/me", admin.get("token").asText()))
                                .get("session")
                                .asText());
        assertThat(login.has("detail")).isFalse();
        assertThat(events("?event=user_created")).hasSize(1);
        assertThat(audit("?event=user_created").get("events").get(0).get("by").asText())
                .isEqualTo("first start");
    }

    @Test
    void aFailureHasNoNameThatNobodyHas() throws Exception {
        server.post("/login", "{\"username\":\"my secret passphrase\",\"password\":\"x\"}");
        server.post("/login", "{\"username\":\"ADMIN\",\"password\":\"my secret passphrase\"}");
        JsonNode failed = audit("?event=login_failed").get("events");
        assertThat(failed).hasSize(2);
        assertThat(failed.toString()).doesNotContain("secret");
        assertThat(failed.get(0).get("user").asText()).isEqualTo("admin");
        assertThat(failed.get(0).get("result").asText()).isEqualTo("refused");
        assertThat(failed.get(1).has("user")).isFalse();
        assertThat(events("?user=Admin&event=login_failed")).hasSize(1);
    }

    @Test
    void refreshesAreReportedInPlainWords() throws Exception {
        JsonNode pair = server.login();
        refresh(pair);
        refresh(pair);
        server.advance(Duration.ofMinutes(2));
        refresh(pair);
        server.post("/refresh", "{\"refresh_token\":\"anything\"}");
        assertThat(audit("?event=refresh").get("events").get(0).get("detail").asText())
                .startsWith("rotated");
        assertThat(audit("?event=refresh_retried")
                        .get("events")
                        .get(0)
                        .get("detail")
                        .asText())
                .startsWith("retried");
        JsonNode stolen = audit("?event=refresh_reused").get("events").get(0);
        assertThat(stolen.get("detail").asText()).startsWith("stolen");
        assertThat(stolen.get("user").asText()).isEqualTo("admin");
        assertThat(stolen.get("session").asText()).isNotEmpty();
        assertThat(events("").get(0)).isEqualTo("refresh_reused");
    }

    private void refresh(JsonNode pair) throws Exception {
        server.post(
                "/refresh", "{\"refresh_token\":\"" + pair.get("refresh_token").asText() + "\"}");
    }

    @Test
    void administrationIsReportedWithWhoDidIt() throws Exception {
        String id = RunningServer.json(
                        send("POST", "/admin/users", "{\"username\":\"mira\",\"password\":\"the password of mira\"}"))
                .get("id")
                .asText();
        send(
                "PATCH",
                "/admin/users/" + id,
                "{\"roles\":[\"b\",\"a\"],\"disabled\":true,\"password\":\"another one of mira\"}");
        send("DELETE", "/admin/users/" + id + "/sessions", "");
        send("DELETE", "/admin/users/" + id, "");
        assertThat(events("?user=mira"))
                .containsExactly(
                        "user_removed",
                        "session_ended",
                        "password_changed",
                        "user_changed",
                        "user_changed",
                        "user_created");
        audit("?user=mira")
                .get("events")
                .forEach(event -> assertThat(event.get("by").asText()).isEqualTo("admin"));
        assertThat(audit("?user=mira").toString())
                .contains("roles a b", "disabled")
                .doesNotContain("another one");
        JsonNode token = RunningServer.json(send("POST", "/me/tokens", "{\"name\":\"backup\"}"));
        send("DELETE", "/me/tokens/" + token.get("id").asText(), "");
        server.post(
                "/logout", "{\"refresh_token\":\"" + admin.get("refresh_token").asText() + "\",\"everywhere\":true}");
        admin = server.login();
        assertThat(events("?limit=4")).containsExactly("login", "logout", "token_revoked", "token_created");
    }

    /** The store may fail between the end of a session and the question whose it was. */
    @Test
    void theEndOfASessionIsReportedThoughItCannotBeSaidWhose() throws Exception {
        String out = server.login().get("refresh_token").asText();
        String revoked = server.login().get("refresh_token").asText();
        JsonNode stolen = server.login();
        refresh(stolen);
        server.advance(Duration.ofMinutes(2));

        server.execute("ALTER TABLE users RENAME TO users_away");
        assertThat(RunningServer.refusal(server.post("/logout", "{\"refresh_token\":\"" + out + "\"}")))
                .isEqualTo("503 unavailable");
        assertThat(server.send(server.form("/oauth/revoke", "token=" + revoked)).statusCode())
                .isEqualTo(503);
        refresh(stolen);
        server.execute("ALTER TABLE users_away RENAME TO users");

        assertThat(events("?limit=3")).containsExactly("refresh_reused", "logout", "logout");
        audit("?limit=3").get("events").forEach(event -> {
            assertThat(event.get("session").asText()).isNotEmpty();
            assertThat(event.has("user")).isFalse();
        });
    }

    @Test
    void aFloodOfRefusalsIsReportedOnceAMinute() throws Exception {
        for (int i = 0; i < 20; i++) {
            server.post("/login", "{\"username\":\"mira\",\"password\":\"wrong\"}");
        }
        assertThat(events("?event=throttled")).hasSize(1);
        server.advance(Duration.ofMinutes(1));
        server.post("/login", "{\"username\":\"mira\",\"password\":\"wrong\"}");
        assertThat(audit("?event=throttled").get("events").get(0).get("detail").asText())
                .isEqualTo("16 more since the last one");
    }

    @Test
    void pagesGoOnAndQuestionsAreStrict() throws Exception {
        for (int i = 0; i < 5; i++) {
            server.login();
        }
        JsonNode first = audit("?event=login&limit=4");
        assertThat(first.get("events")).hasSize(4);
        JsonNode second =
                audit("?event=login&limit=4&after=" + first.get("next").asText());
        assertThat(second.get("events")).hasSize(2);
        assertThat(second.get("next").isNull()).isTrue();
        assertThat(events("?since=2999-01-01T00:00:00Z")).isEmpty();
        for (String wrong : List.of("?event=logins", "?since=yesterday", "?who=admin", "?after=x", "?user=a&user=b")) {
            assertThat(RunningServer.refusal(send("GET", "/admin/audit" + wrong, "")))
                    .isEqualTo("400 invalid_request");
        }
    }
}
