package dev.postern.http.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Await;
import dev.postern.http.RunningServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of the memory for small files: nothing but speed. */
class FilesInMemoryTest {
    /** A condition that every file meets, but that has it read from the disk. */
    private static final String[] FROM_DISK = {"If-Unmodified-Since", "Fri, 31 Dec 2099 00:00:00 GMT"};

    private Path docs;
    private RunningServer server;
    private String token;

    @BeforeEach
    void start(@TempDir Path temp) throws Exception {
        docs = Files.createDirectories(temp.resolve("docs"));
        Files.writeString(docs.resolve("page.html"), "the first");
        Files.writeString(Files.createDirectories(temp.resolve("other")).resolve("page.html"), "another");
        Files.writeString(temp.resolve("outside.html"), "outside");
        server = new RunningServer(
                temp,
                "group.docs.path=/docs/*",
                "group.docs.files=" + docs,
                "group.other.path=/other/*",
                "group.other.files=" + temp.resolve("other"),
                "group.boss.path=/docs/boss.html",
                "group.boss.roles=boss");
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

    private static Map<String, List<String>> headers(HttpResponse<String> response) {
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        headers.keySet().removeAll(Set.of("date", "x-request-id"));
        return headers;
    }

    @Test
    void aFileHasTheSameHeadersFromMemoryAsFromTheDisk() throws Exception {
        HttpResponse<String> read = get("/docs/page.html");
        HttpResponse<String> remembered = get("/docs/page.html");
        HttpResponse<String> fromDisk = get("/docs/page.html", FROM_DISK);
        for (HttpResponse<String> each : List.of(read, remembered)) {
            assertThat(each.statusCode()).isEqualTo(200);
            assertThat(each.body()).isEqualTo("the first").isEqualTo(fromDisk.body());
            assertThat(headers(each)).isEqualTo(headers(fromDisk));
        }
        String tag = read.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> same = get("/docs/page.html", "If-None-Match", tag);
        HttpResponse<String> sameFromDisk = get("/docs/page.html", "If-None-Match", tag, FROM_DISK[0], FROM_DISK[1]);
        assertThat(same.statusCode()).isEqualTo(304).isEqualTo(sameFromDisk.statusCode());
        assertThat(headers(same)).isEqualTo(headers(sameFromDisk));
        var head = server.request("/docs/page.html").header("Authorization", "Bearer " + token);
        HttpResponse<String> headOnly =
                server.send(head.method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));
        assertThat(headers(headOnly)).isEqualTo(headers(fromDisk));
        assertThat(headOnly.body()).isEmpty();
    }

    @Test
    void whoMayHaveAFileIsDecidedForEveryRequest() throws Exception {
        assertThat(get("/docs/page.html").statusCode()).isEqualTo(200);
        assertThat(RunningServer.refusal(server.send(server.request("/docs/page.html"))))
                .isEqualTo("401 missing_token");
        assertThat(get("/docs/page.html").statusCode()).isEqualTo(200);
        server.send(server.request("/logout")
                .header("Authorization", "Bearer " + token)
                .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
        assertThat(RunningServer.refusal(get("/docs/page.html"))).isEqualTo("401 invalid_token");
    }

    @Test
    void eachFolderHasItsOwnFiles() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(get("/docs/page.html").body()).isEqualTo("the first");
            assertThat(get("/other/page.html").body()).isEqualTo("another");
        }
    }

    @Test
    void changesAreSeen() throws Exception {
        assertThat(get("/docs/page.html").body()).isEqualTo("the first");
        Files.writeString(docs.resolve("page.html"), "the second, which is longer");
        Await.until("the new content", () -> get("/docs/page.html").body().equals("the second, which is longer"));
        Files.delete(docs.resolve("page.html"));
        Await.until("the file to be gone", () -> get("/docs/page.html").statusCode() == 404);
        Files.createSymbolicLink(docs.resolve("page.html"), docs.resolveSibling("outside.html"));
        for (int i = 0; i < 3; i++) {
            assertThat(get("/docs/page.html").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aLinkToAFileOfAStricterGroupStaysClosed() throws Exception {
        Files.writeString(docs.resolve("boss.html"), "for the boss");
        Files.createSymbolicLink(docs.resolve("link.html"), docs.resolve("boss.html"));
        for (int i = 0; i < 3; i++) {
            assertThat(get("/docs/link.html").statusCode()).isEqualTo(404);
            assertThat(get("/docs/boss.html").statusCode()).isEqualTo(403);
        }
    }

    /** Who opens a named pipe waits until somebody writes to it. */
    @Test
    void aNamedPipeIsNotServed() throws Exception {
        Process made = new ProcessBuilder("mkfifo", docs.resolve("pipe.txt").toString()).start();
        assertThat(made.waitFor()).isZero();
        assertThat(get("/docs/pipe.txt").statusCode()).isEqualTo(404);
    }
}
