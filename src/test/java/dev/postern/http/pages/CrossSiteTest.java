package dev.postern.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.RunningServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may send what rides on a cookie: pages of this server alone. */
class CrossSiteTest {
    private static RunningServer server;
    private static Tab tab;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = new RunningServer(folder, "server.public-url=http://door.test:7070");
        tab = new Tab(server, "inside.test:8080");
        tab.signIn("admin", RunningServer.PASSWORD);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site: same-origin, true",
        "Sec-Fetch-Site: none, true",
        "Sec-Fetch-Site: same-site, false",
        "Sec-Fetch-Site: cross-site, false",
        "Sec-Fetch-Site: , false",
        "Origin: http://inside.test:8080, true",
        "Origin: http://door.test:7070, true",
        "Origin: http://inside.test, false",
        "Origin: http://inside.test:8081, false",
        "Origin: https://inside.test:8080, false",
        "Origin: http://evil.test, false",
        "Origin: http://inside.test:8080.evil.test, false",
        "Origin: null, false",
        "Referer: http://inside.test:8080/account/password, false",
        "'', false",
    })
    void aFormComesFromThisServer(String from, boolean allowed) throws Exception {
        int status = tab.submitFrom(from, "/account/sessions").status();
        assertThat(status).isEqualTo(allowed ? 303 : 403);
        Tab stranger = new Tab(server, "inside.test:8080");
        Tab.Answer login = stranger.submitFrom(from, "/login", "username", "admin", "password", RunningServer.PASSWORD);
        assertThat(login.status()).isEqualTo(allowed ? 303 : 403);
        assertThat(stranger.cookie("postern").isPresent()).isEqualTo(allowed);
        assertThat(stranger.submitFrom(from, "/setup/x", "password", "a", "again", "a")
                        .status())
                .isEqualTo(allowed ? 404 : 403);
        Tab leaving = new Tab(server, "inside.test:8080");
        leaving.signIn("admin", RunningServer.PASSWORD);
        assertThat(leaving.submitFrom(from, "/logout").status()).isEqualTo(allowed ? 303 : 403);
        assertThat(leaving.fetch("/me").status()).isEqualTo(allowed ? 401 : 200);
    }

    @Test
    void whatRidesOnTheCookieIsHeldToItWhateverItsType() throws Exception {
        String json = "{\"current_password\":\"x\",\"new_password\":\"y\"}";
        for (String type : new String[] {"application/json", "text/plain", "multipart/form-data; boundary=x"}) {
            Tab.Answer answer =
                    tab.send("PUT", "/me/password", json, "Content-Type: " + type, "Sec-Fetch-Site: cross-site");
            assertThat(answer.status()).as(type).isEqualTo(403);
            assertThat(answer.body()).contains("cross_site");
        }
        assertThat(tab.send("DELETE", "/me/sessions/x", "").body()).contains("cross_site");
        assertThat(tab.send("DELETE", "/me/sessions/x", "", "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void tokensAndJsonWithoutACookieAreNot() throws Exception {
        String token = server.login().path("token").asText();
        Tab script = new Tab(server, "inside.test:8080");
        assertThat(script.send(
                                "DELETE",
                                "/me/sessions/x",
                                "",
                                "Authorization: Bearer " + token,
                                "Origin: http://evil.test")
                        .status())
                .isEqualTo(404);
        assertThat(server.post("/login", "{\"username\":\"admin\",\"password\":\"" + RunningServer.PASSWORD + "\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void signingInWithJsonDoesNotRideOnACookie() throws Exception {
        String json = "{\"username\":\"admin\",\"password\":\"" + RunningServer.PASSWORD + "\"}";
        assertThat(tab.send("POST", "/login", json, "Content-Type: application/json")
                        .status())
                .isEqualTo(200);
        assertThat(tab.send("POST", "/logout", "{}", "Content-Type: application/json")
                        .body())
                .contains("cross_site");
    }

    @Test
    void aBrowserIsToldInAPage() throws Exception {
        Tab.Answer answer = tab.submitFrom("Sec-Fetch-Site: cross-site", "/account/sessions");
        assertThat(answer.body()).contains("This came from another site", "Nothing was changed");
        assertThat(answer.header("Content-Security-Policy").orElse("")).contains("default-src 'none'");
    }
}
