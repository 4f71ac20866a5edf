package dev.postern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mindrot.jbcrypt.BCrypt;

/** The commands of the pages for administrators, in the order of each page, beside a running server. */
class DocumentedCommandsTest {
    private static final Pattern COMMAND = Pattern.compile("java -jar target/postern\\.jar ([^#]*).*");
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    @TempDir
    private Path folder;

    private Commands commands() {
        return new Commands(
                folder, Map.of("POSTERN_SERVER_PUBLIC_URL", "https://door.example.org", "POSTERN_SERVER_PORT", "7070"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/administration.md",
                "docs/audit.md",
                "docs/importing.md",
                "docs/deployment.md",
                "docs/monitoring.md",
                "docs/recovery.md",
                "docs/proxies.md"
            })
    void everyCommandOfAPageWorks(String page) throws Exception {
        Files.writeString(
                folder.resolve("users.csv"), "username,password_hash\nann," + BCrypt.hashpw("x", BCrypt.gensalt(4)));
        Files.write(
                folder.resolve("config.properties"),
                List.of(
                        "group.docs.path=/docs/*",
                        "group.docs.access=public",
                        "group.wiki.host=wiki.example.org",
                        "group.wiki.path=/*",
                        "group.wiki.access=public"));
        try (TestServer server = LocalServer.start(folder)) {
            assertThat(Calls.login(server, ServerProcess.PASSWORD).statusCode()).isEqualTo(200);
            List<String> found = commandsOf(page);
            assertThat(found).isNotEmpty();
            for (String command : found) {
                byte[] input = command.contains("doctor") ? ServerProcess.PASSWORD.getBytes(UTF_8) : new byte[0];
                Commands.Result result = commands().run(input, arguments(server, command));
                assertThat(result.code())
                        .as(command + "\n" + result.out() + result.err())
                        .isZero();
            }
        }
    }

    private static List<String> commandsOf(String page) throws Exception {
        List<String> found = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(page))) {
            Matcher command = COMMAND.matcher(line);
            if (command.matches()) {
                found.add(command.group(1).strip());
            }
        }
        return found;
    }

    private String[] arguments(TestServer server, String command) {
        List<String> arguments = new ArrayList<>();
        // The page of an example is one of the running server.
        String local = command.startsWith("doctor ")
                ? command.replaceAll("https://\\S+", server.url() + "/dashboard")
                : command;
        for (String word : local.split(" +", -1)) {
            arguments.add(
                    switch (word) {
                        case "/var/backups/postern.db" ->
                            folder.resolve("backup.db").toString();
                        case "users.csv" -> folder.resolve(word).toString();
                        case "SESSION-ID" -> firstId("session", "list", "--json");
                        case "TOKEN-ID" -> firstId("token", "list", "--json");
                        default -> word;
                    });
        }
        return arguments.toArray(String[]::new);
    }

    private String firstId(String... list) {
        Matcher id = ID.matcher(commands().run(list).out());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }
}
