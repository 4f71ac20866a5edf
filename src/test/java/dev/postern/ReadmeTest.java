package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.RunningServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's walk does what the README says, as it is written there. */
class ReadmeTest {

    @Test
    void theWalkWalks(@TempDir Path folder) throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String walk = readme.replaceFirst("(?s).*<!-- walk -->\\s*```sh\\n(.*?)```.*", "$1");
        assertThat(walk).startsWith("POSTERN=");
        try (RunningServer server = new RunningServer(folder)) {
            ProcessBuilder bash = new ProcessBuilder("bash", "-eu", "-c", walk).redirectErrorStream(true);
            bash.environment().put("POSTERN", "http://127.0.0.1:" + server.port());
            bash.environment().put("ADMIN_PASSWORD", RunningServer.PASSWORD);
            Process process = bash.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            assertThat(output.lines())
                    .containsExactly(
                            "401",
                            "Hello admin, welcome to dashboard",
                            "Hello admin, welcome to dashboard",
                            "204",
                            "401");
        }
    }
}
