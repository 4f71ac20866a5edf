package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a server stops. */
class StopTest {
    @Test
    void aStopThatDoesNotWaitForAllStillWritesTheAudit(@TempDir Path folder) throws Exception {
        Map<String, String> environment =
                new HashMap<>(Map.of("ADMIN_PASSWORD", RunningServer.PASSWORD, "POSTERN_SERVER_DRAIN", "100ms"));
        try (ServerProcess server = ServerProcess.start(folder, environment)) {
            // The client keeps its connection open for longer than the server waits.
            assertThat(Calls.login(server, RunningServer.PASSWORD).statusCode()).isEqualTo(200);
            assertThat(server.terminate()).isZero();
        }
        assertThat(Files.readString(folder.resolve("err.txt"))).doesNotContain("Exception");
        assertThat(new Commands(folder, environment)
                        .run("audit", "--event", "login")
                        .out()
                        .lines())
                .hasSize(1);
    }
}
