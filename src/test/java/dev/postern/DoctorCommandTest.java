package dev.postern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code doctor} beside a running server. */
class DoctorCommandTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path folder;

    private Commands.Result run(Map<String, String> environment, String input, String... arguments) {
        return new Commands(folder, environment).run(input.getBytes(UTF_8), arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://wiki.example.org",
                "wiki.example.org",
                "http://",
                "http://a@b.example.org/",
                "http://x/#y",
                "/page"
            })
    void whatIsNoUrlIsRefused(String url) {
        Commands.Result refused = run(Map.of(), "", "doctor", url);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("URL must be like https://wiki.example.org/page");
    }

    @Test
    void anEchoOfAnotherHostIsRefused() {
        Commands.Result refused = run(Map.of(), "", "doctor", "http://127.0.0.1:1/", "--echo", "http://127.0.0.2/");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("--echo must be a path");
    }

    @Test
    void nothingThatAnswersIsAFailure() {
        Commands.Result failed = run(Map.of("SECRET_KEY", SECRET), "", "doctor", "http://127.0.0.1:1/");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.out()).contains("FAIL reachable: http://127.0.0.1:1/ does not answer");
    }

    @Test
    void itsSessionIsOverAfterwards() throws Exception {
        try (TestServer server = LocalServer.start(folder)) {
            String url = server.url() + "/dashboard";
            Commands commands = new Commands(folder, Map.of());
            Commands.Result wrong =
                    commands.run("wrong".getBytes(UTF_8), "doctor", url, "--user", "admin", "--password-stdin");
            assertThat(wrong.code()).isEqualTo(1);
            assertThat(wrong.err()).contains("the username or the password is wrong");
            assertThat(wrong.out()).isEmpty();
            Commands.Result right = commands.run(
                    ServerProcess.PASSWORD.getBytes(UTF_8),
                    "doctor",
                    url,
                    "--user",
                    "admin",
                    "--password-stdin",
                    "--json");
            assertThat(right.code()).as(right.out()).isZero();
            List<String> lines = right.out().lines().toList();
            for (String line : lines) {
                JsonNode finding = new ObjectMapper().readTree(line);
                assertThat(finding.path("result").asText()).isIn("PASS", "WARN");
                assertThat(finding.path("check").asText()).isNotEmpty();
            }
            assertThat(right.out()).contains("\"check\":\"signed-in\",\"result\":\"PASS\"");
            assertThat(commands.run("session", "list").out()).doesNotContain("postern-doctor");
            assertThat(commands.run("audit").out()).contains("to examine 127.0.0.1", "the examination is over");
            assertThat(right.out() + wrong.err()).doesNotContain(ServerProcess.PASSWORD, "postern=");
        }
    }
}
