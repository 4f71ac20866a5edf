package dev.postern.http.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.RunningServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of the settings, and the folders that they serve. */
class GroupsTest {
    private RunningServer server;
    private Path folder;
    private String token;

    @BeforeEach
    void start(@TempDir Path temp) throws Exception {
        folder = temp;
        Path docs = Files.createDirectories(temp.resolve("docs/sub"));
        Files.createDirectories(temp.resolve("docs/empty"));
        Files.writeString(temp.resolve("docs/a.html"), "0123456789");
        Files.writeString(temp.resolve("docs/caf\u00e9.txt"), "coffee");
        Files.writeString(docs.resolve("index.html"), "sub index");
        Files.writeString(temp.resolve("docs/.hidden"), "hidden");
        Files.createDirectories(temp.resolve("docs/guarded"));
        Files.writeString(temp.resolve("docs/guarded/index.html"), "for the boss");
        Files.createDirectories(temp.resolve("docs/boss"));
        Files.writeString(temp.resolve("docs/boss/plan.html"), "for the boss");
        Files.createSymbolicLink(temp.resolve("docs/plan.html"), temp.resolve("docs/boss/plan.html"));
        Files.createSymbolicLink(temp.resolve("docs/shown.txt"), temp.resolve("docs/.hidden"));
        Files.createSymbolicLink(temp.resolve("docs/bosses"), temp.resolve("docs/boss"));
        Files.writeString(temp.resolve("docs/logo.png"), "logo");
        Files.writeString(temp.resolve("outside.txt"), "outside");
        Files.createSymbolicLink(temp.resolve("docs/out.txt"), temp.resolve("outside.txt"));
        Files.createSymbolicLink(temp.resolve("docs/in.html"), temp.resolve("docs/a.html"));
        server = new RunningServer(
                temp,
                "group.docs.path=/docs/*",
                "group.docs.files=" + temp.resolve("docs"),
                "group.boss.path=/docs/boss/*,/report",
                "group.boss.roles=boss,chief",
                "group.read.path=/methods",
                "group.read.methods=GET",
                "group.read.access=public",
                "group.loose.path=/loose/*",
                "group.loose.enforce=false",
                "group.index.path=/docs/guarded/index.html",
                "group.index.roles=boss",
                "group.logo.path=/docs/logo.png",
                "group.logo.files=" + temp.resolve("docs"),
                "group.logo.access=public",
                "cors.origins=https://app.example.org");
        token = server.login().path("token").asText();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = server.request(path).header("Authorization", "Bearer " + token);
        return server.send(headers.length == 0 ? request : request.headers(headers));
    }

    @Test
    void filesAreServedWithTagsAndRanges() throws Exception {
        HttpResponse<String> whole = get("/docs/a.html");
        assertThat(whole.body()).isEqualTo("0123456789");
        assertThat(whole.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> same = get("/docs/a.html", "If-None-Match", tag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.headers().firstValue("Content-Length")).isEmpty();
        for (String name : List.of("Vary", "Cache-Control", "ETag", "Last-Modified")) {
            assertThat(same.headers().allValues(name)).isEqualTo(whole.headers().allValues(name));
        }
        HttpResponse<String> part = get("/docs/a.html", "Range", "bytes=2-4");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(get("/docs/caf%C3%A9.txt").body()).isEqualTo("coffee");
        assertThat(get("/docs/in.html").body()).isEqualTo("0123456789");
    }

    @Test
    void aFolderIsItsIndexOrNothing() throws Exception {
        HttpResponse<String> bare = get("/docs/sub");
        assertThat(bare.statusCode()).isEqualTo(301);
        assertThat(bare.headers().firstValue("Location")).contains("/docs/sub/");
        assertThat(get("/docs/sub/").body()).isEqualTo("sub index");
        assertThat(RunningServer.refusal(get("/docs/empty/"))).isEqualTo("404 not_found");
        assertThat(RunningServer.refusal(get("/docs/"))).isEqualTo("404 not_found");
    }

    @Test
    void hiddenFilesAndLinksOutAreNotThere() throws Exception {
        for (String path :
                new String[] {"/docs/.hidden", "/docs/out.txt", "/docs/a.html/", "/docs/a.html/x", "/docs/none"}) {
            assertThat(RunningServer.refusal(get(path))).as(path).isEqualTo("404 not_found");
        }
    }

    @Test
    void whatAFolderOrALinkLeadsToIsServedByItsOwnGroupsRule() throws Exception {
        for (String path : new String[] {
            "/docs/guarded/", "/docs/guarded/index.html", "/docs/plan.html", "/docs/bosses/plan.html", "/docs/shown.txt"
        }) {
            assertThat(get(path).statusCode()).as(path).isIn(403, 404);
        }
    }

    @Test
    void aGroupOfAnExactPathServesThatOneFile() throws Exception {
        assertThat(server.send(server.request("/docs/logo.png")).body()).isEqualTo("logo");
        assertThat(RunningServer.refusal(server.send(server.request("/docs/a.html"))))
                .isEqualTo("401 missing_token");
    }

    @Test
    void aRangeIsSentOnlyOfTheVersionThatTheClientHas() throws Exception {
        Files.setLastModifiedTime(
                folder.resolve("docs/a.html"),
                java.nio.file.attribute.FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        HttpResponse<String> whole = get("/docs/a.html");
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        String date = whole.headers().firstValue("Last-Modified").orElseThrow();
        assertThat(tag).startsWith("\"");
        for (String same : new String[] {tag, date}) {
            assertThat(get("/docs/a.html", "Range", "bytes=2-4", "If-Range", same)
                            .statusCode())
                    .as(same)
                    .isEqualTo(206);
        }
        for (String stale : new String[] {
            "\"other\"",
            "W/" + tag,
            "W/\"other\"",
            "Fri, 02 Jan 2026 03:04:04 GMT",
            "Sat, 03 Jan 2026 03:04:05 GMT",
            "x"
        }) {
            HttpResponse<String> all = get("/docs/a.html", "Range", "bytes=2-4", "If-Range", stale);
            assertThat(all.statusCode()).as(stale).isEqualTo(200);
            assertThat(all.body()).isEqualTo("0123456789");
        }
    }

    @Test
    void everyAnswerForAFileSaysTheSameOfCachesAndOrigins() throws Exception {
        String tag = get("/docs/a.html").headers().firstValue("ETag").orElseThrow();
        for (HttpResponse<String> answer : java.util.List.of(
                get("/docs/a.html"),
                get("/docs/a.html", "Range", "bytes=2-4"),
                get("/docs/a.html", "If-None-Match", tag),
                get("/docs/a.html", "Origin", "https://app.example.org"))) {
            assertThat(answer.headers().firstValue("Cache-Control"))
                    .as("" + answer.statusCode())
                    .contains("private, no-cache");
            assertThat(answer.headers().allValues("Vary"))
                    .as("" + answer.statusCode())
                    .contains("Origin");
        }
        HttpResponse<String> refused = get("/docs//a.html", "Origin", "https://app.example.org");
        assertThat(RunningServer.refusal(refused)).isEqualTo("400 invalid_path");
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).contains("https://app.example.org");
    }

    @Test
    void filesTakeNoOtherMethod() throws Exception {
        var post = server.request("/docs/a.html")
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString("x"));
        assertThat(server.send(post).statusCode()).isEqualTo(405);
    }

    @Test
    void theMostSpecificGroupDecides() throws Exception {
        assertThat(RunningServer.refusal(get("/docs/boss/x"))).isEqualTo("403 insufficient_role");
        assertThat(RunningServer.refusal(get("/docs/boss"))).isEqualTo("403 insufficient_role");
        assertThat(RunningServer.refusal(get("/report"))).isEqualTo("403 insufficient_role");
        assertThat(RunningServer.refusal(get("/docs/bossy"))).isEqualTo("404 not_found");
    }

    @Test
    void aMethodThatNoGroupCoversIsNotAllowed() throws Exception {
        assertThat(RunningServer.refusal(get("/methods"))).isEqualTo("404 not_found");
        HttpResponse<String> put = server.send(server.request("/methods").PUT(BodyPublishers.noBody()));
        assertThat(RunningServer.refusal(put)).isEqualTo("405 method_not_allowed");
        assertThat(put.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void aGroupThatIsNotEnforcedLetsPass() throws Exception {
        assertThat(RunningServer.refusal(server.send(server.request("/loose/x"))))
                .isEqualTo("404 not_found");
    }

    @Test
    void listedOriginsMayCallWithATokenAndNeverWithCookies() throws Exception {
        String preflight = server.wire()
                .ask(
                        "OPTIONS /docs/a.html HTTP/1.1",
                        "Origin: https://app.example.org",
                        "Access-Control-Request-Method: GET");
        assertThat(preflight)
                .startsWith("HTTP/1.1 204")
                .contains("Access-Control-Allow-Origin: https://app.example.org", "If-None-Match")
                .doesNotContain("Allow-Credentials");
        var answer = get("/docs/a.html", "Origin", "https://app.example.org").headers();
        assertThat(answer.firstValue("Access-Control-Allow-Origin")).contains("https://app.example.org");
        assertThat(answer.firstValue("Access-Control-Expose-Headers"))
                .hasValueSatisfying(shown -> assertThat(shown).contains("ETag"));
        assertThat(get("/docs/a.html", "Origin", "https://evil.example.org")
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void groupsAreRereadWhenTheFileChangesAndKeptWhenItIsWrong() throws Exception {
        server.write(
                "group.docs.path=/docs/*", "group.docs.access=public", "group.docs.files=" + folder.resolve("docs"));
        assertThat(within(Duration.ofSeconds(10), "/docs/a.html", 200)).isTrue();
        server.write("group.docs.path=/docs/*", "group.docs.acces=signed-in");
        server.write(
                "group.docs.path=/docs/*", "group.docs.files=" + folder.resolve("docs"), "group.second.path=/second");
        assertThat(within(Duration.ofSeconds(10), "/docs/a.html", 401)).isTrue();
    }

    private boolean within(Duration time, String path, int status) throws Exception {
        Instant end = Instant.now(java.time.Clock.systemUTC()).plus(time);
        while (Instant.now(java.time.Clock.systemUTC()).isBefore(end)) {
            if (server.send(server.request(path)).statusCode() == status) {
                return true;
            }
        }
        return false;
    }
}
