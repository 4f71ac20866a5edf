package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pattern for fail2ban in the documentation finds the addresses of failed logins in a real log, and no other. */
class Fail2banPatternTest {
    /** fail2ban finds the time itself, and matches what is left. */
    private static Pattern pattern() throws Exception {
        Matcher line =
                Pattern.compile("failregex = (.*)").matcher(Files.readString(Path.of("docs", "login-protection.md")));
        assertThat(line.find()).isTrue();
        return Pattern.compile(line.group(1).replace("<HOST>", "(?<host>[0-9a-fA-F:.]+)"), Pattern.MULTILINE);
    }

    @Test
    void itFindsFailedLogins(@TempDir Path folder) throws Exception {
        Map<String, String> environment =
                Map.of("ADMIN_PASSWORD", ServerProcess.PASSWORD, "POSTERN_LOGIN_ATTEMPTS", "3");
        try (ServerProcess server = ServerProcess.start(folder, environment)) {
            for (String name : List.of(
                    "nobody", "a ip=192.0.2.1 b", "x\" ip=192.0.2.1", "admin", "admin", "admin", "admin", "admin")) {
                login(server, name, "wrong");
            }
            // The right password comes too late.
            login(server, "admin", ServerProcess.PASSWORD);
            Await.until("all events to be logged", () -> count(folder, "throttled") > 0);
        }
        String withoutTimes = Files.readString(folder.resolve("err.txt")).replaceAll("(?m)^\\S+ ", "");
        Matcher found = pattern().matcher(withoutTimes);
        int failed = 0;
        while (found.find()) {
            failed++;
            assertThat(found.group("host")).as(found.group()).isEqualTo("127.0.0.1");
            assertThat(found.group()).doesNotContain("result=ok");
        }
        assertThat(failed).as(withoutTimes).isEqualTo(count(folder, "login_failed") + count(folder, "throttled"));
    }

    private static int count(Path folder, String event) throws Exception {
        return Files.readString(folder.resolve("err.txt")).split("postern\\.audit - " + event + " ", -1).length - 1;
    }

    private static void login(TestServer server, String name, String password) throws Exception {
        String escaped = name.replace("\"", "\\\"");
        Calls.post(server.url() + "/login", "{\"username\":\"" + escaped + "\",\"password\":\"" + password + "\"}");
    }
}
