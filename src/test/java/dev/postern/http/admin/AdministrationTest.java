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

/** What an administrator does about people, over HTTP. */
class AdministrationTest {
    private static final String MIRAS = "the password of mira";

    private RunningServer server;
    private String admin = "";

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new RunningServer(folder);
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

    private JsonNode add(String name, String rest) throws Exception {
        HttpResponse<String> answer =
                send("POST", "/admin/users", admin, "{\"username\":\"" + name + "\"" + rest + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonNode user = RunningServer.json(answer);
        assertThat(answer.headers().firstValue("Location"))
                .contains("/admin/users/" + user.get("id").asText());
        return user;
    }

    private JsonNode addMira() throws Exception {
        return add("Mira", ",\"roles\":[\"editor\"],\"password\":\"" + MIRAS + "\"");
    }

    private HttpResponse<String> login(String name, String password) throws Exception {
        return server.post("/login", "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}");
    }

    private JsonNode loggedIn(String name, String password) throws Exception {
        return RunningServer.json(login(name, password));
    }

    private HttpResponse<String> refresh(JsonNode pair) throws Exception {
        return server.post(
                "/refresh", "{\"refresh_token\":\"" + pair.get("refresh_token").asText() + "\"}");
    }

    @Test
    void theLastLoginIsThatOfARightPassword() throws Exception {
        String path = "/admin/users/" + addMira().get("id").asText();
        login("mira", "wrong");
        assertThat(RunningServer.json(send("GET", path, admin, ""))
                        .get("last_login_at")
                        .isNull())
                .isTrue();
        login("mira", MIRAS);
        assertThat(RunningServer.json(send("GET", path, admin, ""))
                        .get("last_login_at")
                        .asText())
                .startsWith("20");
    }

    @Test
    void aUserIsAddedShownChangedAndRemoved() throws Exception {
        JsonNode mira = addMira();
        assertThat(mira.has("setup_url")).isFalse();
        assertThat(mira.toString()).doesNotContain("$2").doesNotContain(MIRAS);
        String path = "/admin/users/" + mira.get("id").asText();
        assertThat(RunningServer.json(server.get(path, admin))).isEqualTo(mira);
        JsonNode changed =
                RunningServer.json(send("PATCH", path, admin, "{\"roles\":[\"a\",\"b\"],\"disabled\":true}"));
        assertThat(changed.get("roles").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(changed.get("disabled").asBoolean()).isTrue();
        assertThat(RunningServer.json(send("PATCH", path, admin, "{}"))).isEqualTo(changed);
        assertThat(send("DELETE", path, admin, "").statusCode()).isEqualTo(204);
        assertThat(RunningServer.refusal(server.get(path, admin))).isEqualTo("404 not_found");
        assertThat(RunningServer.refusal(send("DELETE", path, admin, ""))).isEqualTo("404 not_found");
        assertThat(RunningServer.refusal(send("PATCH", path, admin, "{}"))).isEqualTo("404 not_found");
    }

    @Test
    void onlyAdministratorsAdminister() throws Exception {
        JsonNode mira = addMira();
        String token = loggedIn("mira", MIRAS).get("token").asText();
        String path = "/admin/users/" + mira.get("id").asText();
        for (String method : List.of("GET", "PATCH", "DELETE")) {
            String body = method.equals("PATCH") ? "{}" : "";
            assertThat(RunningServer.refusal(send(method, path, token, body))).isEqualTo("403 insufficient_role");
        }
        assertThat(RunningServer.refusal(send("POST", "/admin/users", token, "{}")))
                .isEqualTo("403 insufficient_role");
        assertThat(RunningServer.refusal(server.get("/admin/users", "nonsense")))
                .isEqualTo("401 invalid_token");
        assertThat(RunningServer.refusal(server.send(server.request("/admin/users"))))
                .isEqualTo("401 missing_token");
    }

    @Test
    void whatIsWrongIsNamedAndNothingIsDone() throws Exception {
        JsonNode mira = addMira();
        String path = "/admin/users/" + mira.get("id").asText();
        assertThat(refusedToAdd("{\"username\":\"MIRA\",\"password\":\"" + MIRAS + "\"}"))
                .isEqualTo("409 username_taken");
        assertThat(refusedToAdd("{\"username\":\"MIRA\"}")).isEqualTo("409 username_taken");
        assertThat(refusedToAdd("{\"username\":\"a b\"}")).isEqualTo("422 invalid_username");
        assertThat(refusedToAdd("{\"username\":\"bob\",\"roles\":[\"A\"]}")).isEqualTo("422 invalid_role");
        assertThat(refusedToAdd("{\"username\":\"bob\",\"roles\":\"a\"}")).isEqualTo("400 invalid_request");
        assertThat(refusedToAdd("{\"username\":\"bob\",\"roles\":[1]}")).isEqualTo("400 invalid_request");
        assertThat(refusedToAdd("{\"username\":\"bob\",\"password\":\"short\"}"))
                .isEqualTo("422 weak_password");
        assertThat(refusedToAdd("{\"username\":\"bob\",\"admin\":true}")).isEqualTo("400 invalid_request");
        assertThat(RunningServer.refusal(send("PATCH", path, admin, "{\"roles\":[\"new\"],\"password\":\"short\"}")))
                .isEqualTo("422 weak_password");
        assertThat(RunningServer.refusal(send("PATCH", path, admin, "{\"disabled\":\"yes\"}")))
                .isEqualTo("400 invalid_request");
        assertThat(RunningServer.refusal(send("PATCH", path, admin, "{\"username\":\"eve\"}")))
                .isEqualTo("400 invalid_request");
        assertThat(RunningServer.json(server.get(path, admin))).isEqualTo(mira);
    }

    private String refusedToAdd(String body) throws Exception {
        return RunningServer.refusal(send("POST", "/admin/users", admin, body));
    }

    @Test
    void theLastAdminStays() throws Exception {
        String id = RunningServer.json(server.get("/me", admin)).get("id").asText();
        String path = "/admin/users/" + id;
        assertThat(RunningServer.refusal(send("DELETE", path, admin, ""))).isEqualTo("409 last_admin");
        assertThat(RunningServer.refusal(send("PATCH", path, admin, "{\"disabled\":true}")))
                .isEqualTo("409 last_admin");
        assertThat(RunningServer.refusal(send("PATCH", path, admin, "{\"roles\":[]}")))
                .isEqualTo("409 last_admin");
        assertThat(server.get("/admin/users", admin).statusCode()).isEqualTo(200);
    }

    @Test
    void pagesGoOnWhereTheLastEndedWhateverHappensInBetween() throws Exception {
        for (String name : List.of("eve", "Bob", "dan", "ann", "cem")) {
            add(name, "");
        }
        JsonNode first = RunningServer.json(server.get("/admin/users?limit=3", admin));
        assertThat(names(first)).containsExactly("admin", "ann", "Bob");
        String bob = first.get("users").get(2).get("id").asText();
        assertThat(send("DELETE", "/admin/users/" + bob, admin, "").statusCode())
                .isEqualTo(204);
        JsonNode second = RunningServer.json(
                server.get("/admin/users?limit=3&after=" + first.get("next").asText(), admin));
        assertThat(names(second)).containsExactly("cem", "dan", "eve");
        JsonNode last = RunningServer.json(
                server.get("/admin/users?limit=3&after=" + second.get("next").asText(), admin));
        assertThat(names(last)).isEmpty();
        assertThat(last.get("next").isNull()).isTrue();
        assertThat(names(RunningServer.json(server.get("/admin/users?q=AN", admin))))
                .containsExactly("ann", "dan");
        for (String wrong : List.of("limit=0", "limit=201", "limit=x", "limit=1&limit=2", "page=2")) {
            assertThat(RunningServer.refusal(server.get("/admin/users?" + wrong, admin)))
                    .as(wrong)
                    .isEqualTo("400 invalid_request");
        }
    }

    private static List<String> names(JsonNode page) {
        List<String> names = new ArrayList<>();
        page.get("users").forEach(user -> names.add(user.get("username").asText()));
        return names;
    }

    @Test
    void otherRolesAreInForceAtOnceAndARefreshBringsThem() throws Exception {
        JsonNode mira = addMira();
        JsonNode pair = loggedIn("mira", MIRAS);
        String path = "/admin/users/" + mira.get("id").asText();
        assertThat(send("PATCH", path, admin, "{\"roles\":[\"admin\"]}").statusCode())
                .isEqualTo(200);
        assertThat(RunningServer.refusal(server.get("/me", pair.get("token").asText())))
                .isEqualTo("401 invalid_token");
        JsonNode next = RunningServer.json(refresh(pair));
        assertThat(RunningServer.json(server.get("/me", next.get("token").asText()))
                        .get("roles")
                        .toString())
                .isEqualTo("[\"admin\"]");
        assertThat(server.get("/admin/users", next.get("token").asText()).statusCode())
                .isEqualTo(200);
        assertThat(send("PATCH", path, admin, "{\"roles\":[]}").statusCode()).isEqualTo(200);
        assertThat(RunningServer.refusal(
                        server.get("/admin/users", next.get("token").asText())))
                .isEqualTo("401 invalid_token");
    }

    @Test
    void withoutAllowanceForClocksATokenIsGoodInTheSecondOfAChange(@TempDir Path folder) throws Exception {
        try (RunningServer strict = new RunningServer(folder, "token.clock-skew=0s")) {
            JsonNode pair = strict.login();
            String token = pair.get("token").asText();
            String id = RunningServer.json(strict.get("/me", token)).get("id").asText();
            HttpResponse<String> changed = strict.send(strict.request("/admin/users/" + id)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .method("PATCH", BodyPublishers.ofString("{\"roles\":[\"admin\",\"more\"]}")));
            assertThat(changed.statusCode()).isEqualTo(200);
            assertThat(strict.get("/me", token).statusCode()).isEqualTo(401);
            JsonNode next = RunningServer.json(strict.post(
                    "/refresh",
                    "{\"refresh_token\":\"" + pair.get("refresh_token").asText() + "\"}"));
            assertThat(strict.get("/me", next.get("token").asText()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void disablingRemovingAndAPasswordEndSessionsAtOnce() throws Exception {
        JsonNode mira = addMira();
        String path = "/admin/users/" + mira.get("id").asText();
        for (String change : List.of("{\"disabled\":true}", "{\"password\":\"another one of mira\"}", "")) {
            send("PATCH", path, admin, "{\"disabled\":false,\"password\":\"" + MIRAS + "\"}");
            JsonNode pair = loggedIn("mira", MIRAS);
            assertThat(server.get("/me", pair.get("token").asText()).statusCode())
                    .isEqualTo(200);
            send(change.isEmpty() ? "DELETE" : "PATCH", path, admin, change);
            assertThat(server.get("/me", pair.get("token").asText()).statusCode())
                    .as(change)
                    .isEqualTo(401);
            assertThat(refresh(pair).statusCode()).as(change).isEqualTo(401);
            assertThat(RunningServer.refusal(login("mira", MIRAS))).as(change).isEqualTo("401 invalid_credentials");
        }
    }

    @Test
    void sessionsOfAUserAreListedAndEnded() throws Exception {
        JsonNode mira = addMira();
        JsonNode pair = loggedIn("mira", MIRAS);
        String path = "/admin/users/" + mira.get("id").asText() + "/sessions";
        JsonNode sessions = RunningServer.json(server.get(path, admin)).get("sessions");
        assertThat(sessions).hasSize(1);
        assertThat(sessions.get(0).get("current").asBoolean()).isFalse();
        assertThat(send("DELETE", path, admin, "").statusCode()).isEqualTo(204);
        assertThat(server.get("/me", pair.get("token").asText()).statusCode()).isEqualTo(401);
        assertThat(RunningServer.json(server.get(path, admin)).get("sessions")).isEmpty();
        assertThat(RunningServer.refusal(server.get("/admin/users/nobody/sessions", admin)))
                .isEqualTo("404 not_found");
    }

    @Test
    void whoeverIsInvitedChoosesAPasswordOnce() throws Exception {
        JsonNode tom = add("tom", "");
        String path = setupPath(tom);
        assertThat(login("tom", "").statusCode()).isIn(400, 401);
        HttpResponse<String> page = server.send(server.request(path));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<strong>tom</strong>").doesNotContain("{{");
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("same-origin");
        HttpResponse<String> weak = choose(path, "short", "short");
        assertThat(weak.statusCode()).isEqualTo(422);
        assertThat(weak.body()).contains("at least 12 characters");
        assertThat(choose(path, "one+of+tom%27s+own", "another+of+tom%27s").statusCode())
                .isEqualTo(422);
        assertThat(choose(path, "one+of+tom%27s+own", "one+of+tom%27s+own").statusCode())
                .isEqualTo(303);
        assertThat(login("tom", "one of tom's own").statusCode()).isEqualTo(200);
        assertThat(choose(path, "yet+another+of+his", "yet+another+of+his").statusCode())
                .isEqualTo(404);
        assertThat(server.send(server.request(path)).statusCode()).isEqualTo(404);
        assertThat(login("tom", "one of tom's own").statusCode()).isEqualTo(200);
    }

    @Test
    void onceAPasswordIsChosenByALinkEarlierTokensAreRefused() throws Exception {
        JsonNode tom = add("tom", "");
        String passwords = "one of tom's own ";
        for (int round = 0; round < 5; round++) {
            String url = RunningServer.json(
                            send("POST", "/admin/users/" + tom.get("id").asText() + "/setup-link", admin, ""))
                    .get("setup_url")
                    .asText();
            String path = url.substring(url.indexOf("/setup/"));
            String earlier = round == 0
                    ? admin
                    : loggedIn("tom", passwords + (round - 1)).get("token").asText();
            HttpResponse<String> chosen = server.post(path, "{\"password\":\"" + passwords + round + "\"}");
            assertThat(chosen.statusCode()).isEqualTo(204);
            assertThat(server.get("/me", earlier).statusCode()).isEqualTo(round == 0 ? 200 : 401);
        }
    }

    @Test
    void rolesChangedByAClockThatWasAheadLockNobodyOut() throws Exception {
        JsonNode mira = addMira();
        JsonNode before = loggedIn("mira", MIRAS);
        server.jump(Duration.ofHours(2));
        String chief = server.login().get("token").asText();
        assertThat(send("PATCH", "/admin/users/" + mira.get("id").asText(), chief, "{\"roles\":[\"reviewer\"]}")
                        .statusCode())
                .isEqualTo(200);
        JsonNode ahead = loggedIn("mira", MIRAS);
        server.jump(Duration.ofHours(-2));

        JsonNode now = loggedIn("mira", MIRAS);
        assertThat(RunningServer.json(server.get("/me", now.get("token").asText()))
                        .get("roles")
                        .toString())
                .isEqualTo("[\"reviewer\"]");
        JsonNode next = RunningServer.json(refresh(before));
        assertThat(server.get("/me", next.get("token").asText()).statusCode()).isEqualTo(200);
        assertThat(server.get("/me", before.get("token").asText()).statusCode()).isEqualTo(401);
        server.jump(Duration.ofHours(2));
        assertThat(server.get("/me", ahead.get("token").asText()).statusCode()).isEqualTo(401);
    }

    @Test
    void oddCharsetsQueriesAndInstantsAreRefusedAndNoFaults() throws Exception {
        for (String path : List.of("/admin/users?q=a", "/admin/audit?user=a", "/admin/users?q=%ff%80")) {
            HttpResponse<String> answer = server.send(server.request(path)
                    .header("Authorization", "Bearer " + admin)
                    .header("Content-Type", "text/plain; charset=bogus"));
            assertThat(answer.statusCode()).as(path).isIn(200, 400);
        }
        for (String since : List.of(
                "-1000000000-01-01T00:00:00Z", "%2B1000000000-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59Z")) {
            assertThat(RunningServer.refusal(server.get("/admin/audit?since=" + since, admin)))
                    .as(since)
                    .isEqualTo("400 invalid_request");
        }
        for (String charset : List.of("bogus", "\"x\"", "utf-16")) {
            HttpResponse<String> answer = server.send(server.request("/setup/x")
                    .header("Origin", "http://127.0.0.1:" + server.port())
                    .header("Content-Type", "application/x-www-form-urlencoded; charset=" + charset)
                    .POST(BodyPublishers.ofString("password=a&again=a")));
            assertThat(answer.statusCode()).as(charset).isIn(404, 415);
        }
    }

    @Test
    void aLinkLapsesAfterADayAndAnotherTakesItsPlace() throws Exception {
        JsonNode tom = add("tom", "");
        String first = setupPath(tom);
        HttpResponse<String> again =
                send("POST", "/admin/users/" + tom.get("id").asText() + "/setup-link", admin, "");
        assertThat(again.statusCode()).isEqualTo(201);
        String second = setupPath(RunningServer.json(again));
        assertThat(RunningServer.refusal(server.post(first, "{\"password\":\"one of tom's own\"}")))
                .isEqualTo("404 invalid_link");
        server.advance(Duration.ofHours(24).plusSeconds(1));
        assertThat(RunningServer.refusal(server.post(second, "{\"password\":\"one of tom's own\"}")))
                .isEqualTo("404 invalid_link");
        String third = setupPath(RunningServer.json(send(
                "POST",
                "/admin/users/" + tom.get("id").asText() + "/setup-link",
                server.login().get("token").asText(),
                "")));
        assertThat(server.post(third, "{\"password\":\"one of tom's own\"}").statusCode())
                .isEqualTo(204);
        assertThat(login("tom", "one of tom's own").statusCode()).isEqualTo(200);
    }

    private String setupPath(JsonNode answer) {
        String url = answer.get("setup_url").asText();
        assertThat(url).startsWith("http://127.0.0.1:" + server.port() + "/setup/");
        return url.substring(url.indexOf("/setup/"));
    }

    private HttpResponse<String> choose(String path, String password, String again) throws Exception {
        return server.send(server.request(path)
                .header("Origin", "http://127.0.0.1:" + server.port())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "password=" + password.replace(' ', '+') + "&again=" + again.replace(' ', '+'))));
    }
}
