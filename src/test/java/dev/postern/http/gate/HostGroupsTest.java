package dev.postern.http.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.RunningServer;
import dev.postern.http.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups of one host each, on one server. */
class HostGroupsTest {
    private RunningServer server;
    private String token;

    @BeforeEach
    void start(@TempDir Path temp) throws Exception {
        Path wiki = temp.resolve("wiki");
        Files.createDirectories(wiki.resolve("secret"));
        Files.writeString(wiki.resolve("page.html"), "a page of the wiki");
        Files.writeString(wiki.resolve("login"), "the wiki's own login");
        Files.writeString(wiki.resolve("secret/plan.html"), "for the boss");
        Files.createSymbolicLink(wiki.resolve("plan.html"), wiki.resolve("secret/plan.html"));
        Path everywhere = Files.createDirectories(temp.resolve("everywhere"));
        Files.writeString(everywhere.resolve("page.html"), "a page of every host");
        server = new RunningServer(
                temp,
                "server.public-url=http://door.example.org",
                "group.wiki.host=wiki.example.org, Notes.Example.org.",
                "group.wiki.path=/*",
                "group.wiki.files=" + wiki,
                "group.secret.host=wiki.example.org",
                "group.secret.path=/secret/*",
                "group.secret.roles=boss",
                "group.every.path=/every/*",
                "group.every.files=" + everywhere,
                "group.every.access=public");
        token = server.login().path("token").asText();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String ask(String line, String host, String... headers) throws Exception {
        StringBuilder request = new StringBuilder(line + "\r\nHost: " + host + "\r\nConnection: close\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return server.wire().exchange(request + "\r\n");
    }

    private String bearer() {
        return "Authorization: Bearer " + token;
    }

    @ParameterizedTest
    @CsvSource({
        "wiki.example.org, /page.html, 200, a page of the wiki",
        "WIKI.example.org:8080, /page.html, 200, a page of the wiki",
        "wiki.example.org., /page.html, 200, a page of the wiki",
        "notes.example.org, /page.html, 200, a page of the wiki",
        "wiki.example.org, /login, 200, the wiki's own login",
        "wiki.example.org, /dashboard, 404, not_found",
        "wiki.example.org, /secret/plan.html, 403, insufficient_role",
        "wiki.example.org, /plan.html, 404, not_found",
        "notes.example.org, /plan.html, 200, for the boss",
        "wiki.example.org, /every/page.html, 404, not_found",
        "door.example.org, /dashboard, 200, Hello admin",
        "door.example.org, /page.html, 404, not_found",
        "door.example.org, /every/page.html, 200, a page of every host",
        "127.0.0.1, /dashboard, 200, Hello admin",
        "wiki.example.org.evil.example, /page.html, 404, not_found",
    })
    void theHostDecidesWhatAPathIs(String host, String path, int status, String content) throws Exception {
        String answer = ask("GET " + path + " HTTP/1.1", host, bearer());
        assertThat(Wire.status(answer)).as(answer).isEqualTo(status);
        assertThat(answer).contains(content);
    }

    @Test
    void nobodyEntersAnApplicationUnknown() throws Exception {
        for (String path : new String[] {"/page.html", "/login", "/health/ready", "/.well-known/jwks.json", "/x"}) {
            assertThat(Wire.status(ask("GET " + path + " HTTP/1.1", "wiki.example.org")))
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(Wire.status(ask("GET /health/live HTTP/1.1", "door.example.org")))
                .isEqualTo(200);
    }

    /** What a client can say of a host elsewhere than in its request neither opens nor closes anything. */
    @Test
    void theRequestsOwnHostCountsAlone() throws Exception {
        String[] elsewhere = {
            "X-Forwarded-Host: door.example.org",
            "Forwarded: host=door.example.org",
            "X-Original-Host: door.example.org"
        };
        for (String header : elsewhere) {
            assertThat(Wire.status(ask("GET /page.html HTTP/1.1", "wiki.example.org", header)))
                    .as(header)
                    .isEqualTo(401);
        }
        assertThat(Wire.status(ask("GET /page.html HTTP/1.1", "wiki.example.org\r\nHost: door.example.org", bearer())))
                .isEqualTo(400);
        assertThat(Wire.status(server.wire().exchange("GET /page.html HTTP/1.0\r\n" + bearer() + "\r\n\r\n")))
                .isEqualTo(404);
    }

    /** The target in absolute form goes before Host (RFC 9112, section 3.2.2), or the contradiction is refused. */
    @Test
    void aTargetInAbsoluteFormIsReadOnce() throws Exception {
        String absolute = "GET http://wiki.example.org/page.html HTTP/1.1";
        assertThat(Wire.status(ask(absolute, "wiki.example.org"))).isEqualTo(401);
        assertThat(ask(absolute, "wiki.example.org", bearer())).contains("a page of the wiki");
        assertThat(Wire.status(ask(absolute, "door.example.org"))).isIn(400, 401);
    }

    @Test
    void hostsAreRereadWithTheGroups() throws Exception {
        server.write(
                "server.public-url=http://door.example.org", "group.wiki.host=door.example.org", "group.wiki.path=/x");
        dev.postern.Await.until(
                "the group on the other host", () -> Wire.status(ask("GET /x HTTP/1.1", "door.example.org")) == 401);
        assertThat(Wire.status(ask("GET /dashboard HTTP/1.1", "wiki.example.org", bearer())))
                .isEqualTo(200);
    }
}
