package dev.postern.http.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.http.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guessing at passwords over HTTP, from many addresses. */
class GuessingTest {
    private RunningServer server;
    private int addresses;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new RunningServer(folder, "login.attempts=3", "server.trusted-proxies=127.0.0.1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpRequest.Builder login(String name, String password, String address) {
        return server.request("/login")
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", address)
                .POST(BodyPublishers.ofString("{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}"));
    }

    private String outcome(String name, String password, String address) throws Exception {
        HttpResponse<String> answer = server.send(login(name, password, address));
        return answer.statusCode() == 200 ? "200" : RunningServer.refusal(answer);
    }

    private void guess(String name, String address, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            assertThat(outcome(name, "wrong", address)).isEqualTo("401 invalid_credentials");
        }
    }

    @Test
    void theNextGuessIsRefusedUntilTheTimeInRetryAfter() throws Exception {
        for (String name : List.of("admin", "nobody", "not a name")) {
            guess(name, "203.0.113.1", 3);
            HttpResponse<String> refused = server.send(login(name, RunningServer.PASSWORD, "203.0.113.1"));
            assertThat(RunningServer.refusal(refused)).isEqualTo("429 too_many_attempts");
            assertThat(refused.body()).doesNotContain(name);
            long wait =
                    Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow());
            assertThat(wait).isBetween(1L, 900L);
            server.advance(Duration.ofSeconds(wait));
            guess(name, "203.0.113.1", 1);
            server.advance(Duration.ofMinutes(15));
        }
        assertThat(outcome("admin", RunningServer.PASSWORD, "203.0.113.1")).isEqualTo("200");
    }

    @Test
    void whatStandsLeftOfTheProxysWordChangesNothing() throws Exception {
        for (int i = 0; i < 3; i++) {
            guess("admin", "198.51.100." + i + ", 203.0.113.1", 1);
        }
        assertThat(outcome("admin", "wrong", "198.51.100.9, 203.0.113.1")).isEqualTo("429 too_many_attempts");
        assertThat(outcome("admin", "wrong", "203.0.113.2")).isEqualTo("401 invalid_credentials");
    }

    @Test
    void withoutTrustTheHeaderChangesNothing(@TempDir Path folder) throws Exception {
        try (RunningServer alone = new RunningServer(folder, "login.attempts=3")) {
            for (int i = 0; i < 4; i++) {
                HttpResponse<String> answer = alone.send(alone.request("/login")
                        .header("Content-Type", "application/json")
                        .header("X-Forwarded-For", "203.0.113." + i)
                        .POST(BodyPublishers.ofString("{\"username\":\"admin\",\"password\":\"wrong\"}")));
                assertThat(answer.statusCode()).isEqualTo(i < 3 ? 401 : 429);
            }
        }
    }

    @Test
    void strangersLockTheOwnerOutNeitherOfAKnownAddressNorOfAKnownBrowser() throws Exception {
        HttpResponse<String> first = server.send(login("admin", RunningServer.PASSWORD, "203.0.113.200"));
        String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .startsWith("postern_device=")
                .contains("HttpOnly; SameSite=Lax", "Path=/", "Max-Age=7776000");
        for (int i = 0; i < 30; i++) {
            guess("admin", "203.0.113." + i, 1);
        }
        assertThat(outcome("admin", RunningServer.PASSWORD, "203.0.113.99")).isEqualTo("429 too_many_attempts");
        assertThat(outcome("admin", RunningServer.PASSWORD, "203.0.113.200")).isEqualTo("200");
        String device = cookie.substring(0, cookie.indexOf(';'));
        assertThat(withCookie("admin", device).statusCode()).isEqualTo(200);
        String tampered = device.substring(0, device.length() - 2) + (device.endsWith("AA") ? "BB" : "AA");
        assertThat(withCookie("admin", tampered).statusCode()).isEqualTo(429);
        assertThat(withCookie("admin", device + "; " + device).statusCode()).isEqualTo(429);
        server.advance(Duration.ofDays(90));
        for (int i = 0; i < 30; i++) {
            guess("admin", "203.0.113." + i, 1);
        }
        assertThat(withCookie("admin", device).statusCode()).isEqualTo(429);
    }

    /** From an address that nobody has signed in from. */
    private HttpResponse<String> withCookie(String name, String cookie) throws Exception {
        String fresh = "198.51.100." + ++addresses;
        return server.send(login(name, RunningServer.PASSWORD, fresh).header("Cookie", cookie));
    }

    @Test
    void guessesAtTheCurrentPasswordCountForTheSession() throws Exception {
        JsonNode pair = RunningServer.json(server.send(login("admin", RunningServer.PASSWORD, "203.0.113.1")));
        for (int i = 0; i < 3; i++) {
            assertThat(RunningServer.refusal(change(pair, "wrong", "203.0.113." + i)))
                    .isEqualTo("403 wrong_password");
        }
        assertThat(RunningServer.refusal(change(pair, RunningServer.PASSWORD, "203.0.113.77")))
                .isEqualTo("429 too_many_attempts");
        assertThat(outcome("admin", RunningServer.PASSWORD, "203.0.113.1")).isEqualTo("200");
        server.advance(Duration.ofMinutes(15));
        JsonNode next = RunningServer.json(server.send(login("admin", RunningServer.PASSWORD, "203.0.113.1")));
        assertThat(change(next, RunningServer.PASSWORD, "203.0.113.1").statusCode())
                .isEqualTo(204);
    }

    private HttpResponse<String> change(JsonNode pair, String current, String address) throws Exception {
        return server.send(server.request("/me/password")
                .header("Authorization", "Bearer " + pair.get("token").asText())
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", address)
                .PUT(BodyPublishers.ofString(
                        "{\"current_password\":\"" + current + "\",\"new_password\":\"an altogether other one\"}")));
    }

    @Test
    void anAdministratorsNewPasswordForgives() throws Exception {
        JsonNode admin = RunningServer.json(server.send(login("admin", RunningServer.PASSWORD, "203.0.113.1")));
        String token = admin.get("token").asText();
        String body = "{\"username\":\"mira\",\"password\":\"the password of mira\"}";
        String id = RunningServer.json(server.send(server.request("/admin/users")
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))))
                .get("id")
                .asText();
        guess("mira", "203.0.113.5", 3);
        assertThat(outcome("mira", "the password of mira", "203.0.113.5")).isEqualTo("429 too_many_attempts");
        server.send(server.request("/admin/users/" + id)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"password\":\"another one of mira\"}")));
        assertThat(outcome("mira", "another one of mira", "203.0.113.5")).isEqualTo("200");
    }
}
