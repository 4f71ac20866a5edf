package dev.postern.http.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.http.RunningServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees and does about the own account. */
class AccountTest {
    private RunningServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new RunningServer(
                folder, "login.attempts=1000", "password.workers=1", "password.queue=1", "token.rejected-status=403");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> changePassword(String token, String body) throws Exception {
        return server.send(server.request("/me/password")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body)));
    }

    @Test
    void meReturnsTheSignedInUser() throws Exception {
        JsonNode me = RunningServer.json(
                server.get("/me", server.login().path("token").asText()));
        assertThat(me.path("username").asText()).isEqualTo("admin");
        assertThat(me.path("roles").path(0).asText()).isEqualTo("admin");
        assertThat(me.fieldNames()).toIterable().containsExactly("id", "username", "roles", "session");
    }

    @Test
    void anotherPasswordEndsTheOtherSessions() throws Exception {
        String own = server.login().path("token").asText();
        String other = server.login().path("token").asText();
        assertThat(changePassword(
                                own,
                                "{\"current_password\":\"" + RunningServer.PASSWORD
                                        + "\",\"new_password\":\"a fresh long password\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(server.get("/me", own).statusCode()).isEqualTo(200);
        assertThat(server.get("/me", other).statusCode()).isEqualTo(403);
        assertThat(server.post("/login", "{\"username\":\"admin\",\"password\":\"a fresh long password\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.post("/login", "{\"username\":\"admin\",\"password\":\"" + RunningServer.PASSWORD + "\"}")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aPasswordChangeThatIsRefusedChangesNothing() throws Exception {
        String token = server.login().path("token").asText();
        String current = "{\"current_password\":\"" + RunningServer.PASSWORD + "\",\"new_password\":\"";
        HttpResponse<String> tooShort = changePassword(token, current + "short\"}");
        assertThat(RunningServer.refusal(tooShort)).isEqualTo("422 weak_password");
        assertThat(RunningServer.json(tooShort).path("reason").asText()).isEqualTo("too_short");
        assertThat(RunningServer.json(changePassword(token, current + "é".repeat(37) + "\"}"))
                        .path("reason")
                        .asText())
                .isEqualTo("too_long");
        assertThat(RunningServer.refusal(changePassword(token, current + "a\\u0000bcdefghijklmnop\"}")))
                .isEqualTo("400 invalid_request");
        assertThat(RunningServer.refusal(changePassword(token, current + "long enough now\",\"x\":1}")))
                .isEqualTo("400 invalid_request");
        assertThat(RunningServer.refusal(
                        changePassword(token, "{\"current_password\":\"wrong\",\"new_password\":\"long enough now\"}")))
                .isEqualTo("403 wrong_password");
        server.login();
    }

    @Test
    void sessionsAreListedAndEnded() throws Exception {
        String own = server.login().path("token").asText();
        String other = server.login().path("token").asText();
        JsonNode sessions = RunningServer.json(server.get("/me/sessions", own)).path("sessions");
        assertThat(sessions).hasSize(2);
        String id = "";
        for (JsonNode session : sessions) {
            assertThat(session.fieldNames())
                    .toIterable()
                    .containsExactly("id", "created_at", "last_used_at", "expires_at", "ip", "user_agent", "current");
            id = session.path("current").asBoolean() ? id : session.path("id").asText();
        }
        var end = server.request("/me/sessions/" + id)
                .header("Authorization", "Bearer " + own)
                .DELETE();
        assertThat(server.send(end).statusCode()).isEqualTo(204);
        assertThat(server.get("/me", other).statusCode()).isEqualTo(403);
        assertThat(server.get("/me", own).statusCode()).isEqualTo(200);
        assertThat(RunningServer.refusal(server.send(end))).isEqualTo("404 not_found");
    }

    @Test
    void anInvalidTokenIs403WhereTheSettingsSaySo() throws Exception {
        assertThat(RunningServer.refusal(server.get("/dashboard", "junk"))).isEqualTo("403 invalid_token");
        assertThat(RunningServer.refusal(server.send(server.request("/dashboard"))))
                .isEqualTo("401 missing_token");
    }

    @Test
    void moreLoginsThanMayWaitAreRefusedWithRetryAfter() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(16);
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            answers.add(clients.submit(() -> server.post("/login", "{\"username\":\"admin\",\"password\":\"x\"}")));
        }
        List<String> refusals = new ArrayList<>();
        for (Future<HttpResponse<String>> answer : answers) {
            refusals.add(RunningServer.refusal(answer.get())
                    + answer.get().headers().firstValue("Retry-After").orElse(""));
        }
        clients.shutdown();
        assertThat(refusals).contains("503 busy1").containsOnly("503 busy1", "401 invalid_credentials");
    }
}
