package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.group.Application;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page about WebDAV, git and scripts says, as it is written there, with the real programs. */
class ScriptsPageTest {
    @TempDir
    private Path folder;

    private static String onThePage(String mark) throws Exception {
        Matcher block = Pattern.compile("<!-- " + mark + " -->\\R```sh\\R(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs", "scripts.md")));
        assertThat(block.find()).as(mark).isTrue();
        return block.group(1);
    }

    /** A bare repository, as a server of plain files shows it (git-http-backend(1), "dumb" protocol). */
    private void makeRepository() throws Exception {
        bash(
                "git init -q --bare git/project.git && git init -q work && cd work && git config user.email a@b.test"
                        + " && git config user.name a && echo hello >file && git add file && git commit -qm first"
                        + " && git push -q ../git/project.git HEAD:refs/heads/master && cd ../git/project.git"
                        + " && git symbolic-ref HEAD refs/heads/master && git update-server-info",
                Map.of());
    }

    private String bash(String script, Map<String, String> environment) throws Exception {
        ProcessBuilder bash = new ProcessBuilder("bash", "-eu", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        bash.environment().put("HOME", folder.toString());
        bash.environment().put("GIT_TERMINAL_PROMPT", "0");
        bash.environment().putAll(environment);
        Process process = bash.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(script + "\n" + output).isZero();
        return output;
    }

    @Test
    void theCommandsWork() throws Exception {
        makeRepository();
        Files.writeString(folder.resolve("notes.txt"), "notes");
        Files.write(
                folder.resolve("config.properties"),
                List.of("group.git.path=/git/*", "group.git.basic=true", "group.git.files=" + folder.resolve("git")));
        try (Application application = new Application()) {
            application.answer(request -> request.reply(
                    "200 OK",
                    request.line() + " " + request.values("x-auth-user")
                            + new String(request.body(), StandardCharsets.UTF_8)));
            Map<String, String> groups = Map.of(
                    "ADMIN_PASSWORD",
                    ServerProcess.PASSWORD,
                    "POSTERN_GROUP_DAV_PATH",
                    "/dav/*",
                    "POSTERN_GROUP_DAV_BASIC",
                    "true",
                    "POSTERN_GROUP_DAV_UPSTREAM",
                    application.url());
            try (TestServer server = LocalServer.start(folder, groups)) {
                String command = onThePage("token")
                        .replaceFirst("(?s)TOKEN=\\$\\(java -jar target/postern\\.jar (.*)\\)\\s*", "$1");
                String token = new Commands(folder, groups)
                        .run(command.split(" ", -1))
                        .out()
                        .strip();
                assertThat(token).startsWith("pst_");
                Map<String, String> environment = Map.of("POSTERN", server.url(), "TOKEN", token);
                assertThat(bash(onThePage("script"), environment)).contains("GET /dav/list.txt", "[admin]");
                bash(onThePage("git"), environment);
                assertThat(folder.resolve("project/file")).hasContent("hello\n");
                assertThat(bash(onThePage("webdav"), environment))
                        .contains("PUT /dav/notes.txt", "[admin]notes", "PROPFIND /dav/");
            }
        }
    }
}
