package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.Calls.Pair;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk that the store is on fills up: only where a small one can be mounted, which is for root to do. */
class FullDiskTest {

    @Test
    void writesAreRefusedTheGateGoesOnAndItHeals(@TempDir Path folder) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(shell("mount -t tmpfs -o size=4m tmpfs " + disk) == 0, "no file system can be mounted here");
        try (ServerProcess server = ServerProcess.start(
                folder,
                Map.of(
                        "POSTERN_STORE_URL",
                        "jdbc:sqlite:" + disk.resolve("postern.db"),
                        "ADMIN_PASSWORD",
                        ServerProcess.PASSWORD))) {
            Pair pair = Calls.signIn(server);
            shell("cat /dev/zero > " + disk.resolve("filler") + " 2>/dev/null");

            Pair newest = untilFull(server, pair);
            assertThat(Calls.gate(server, newest)).isEqualTo(200);
            assertThat(Calls.login(server, ServerProcess.PASSWORD).statusCode()).isEqualTo(503);

            Files.delete(disk.resolve("filler"));
            assertThat(Calls.refresh(server, newest).statusCode()).isEqualTo(200);
            assertThat(Calls.gate(server, Calls.signIn(server))).isEqualTo(200);
        } finally {
            shell("umount -l " + disk);
        }
    }

    /** What SQLite has set aside already takes a few more. */
    private static Pair untilFull(ServerProcess server, Pair first) throws Exception {
        Pair pair = first;
        HttpResponse<String> answer = Calls.refresh(server, pair);
        while (answer.statusCode() == 200) {
            pair = Calls.pair(answer);
            answer = Calls.refresh(server, pair);
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("\"unavailable\"");
        return pair;
    }

    private static int shell(String line) throws Exception {
        return new ProcessBuilder("sh", "-c", line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
