package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads when a server has started. */
class StartupLogTest {
    @TempDir
    private Path folder;

    private List<String> start(Map<String, String> settings) throws Exception {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("ADMIN_PASSWORD", ServerProcess.PASSWORD);
        try (ServerProcess server = ServerProcess.start(folder, environment)) {
            assertThat(server.wasReady()).isTrue();
        }
        return Files.readAllLines(folder.resolve("err.txt"));
    }

    /** The lines of the report, without their times and without what else is logged. */
    private static List<String> report(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceFirst("^\\S+ ", ""))
                .filter(line -> line.contains(" postern - "))
                .map(line -> line.replace(" postern - ", " "))
                .toList();
    }

    @Test
    void itSaysWhatWasStartedAndWhoMayGoWhere() throws Exception {
        Path docs = Files.createDirectories(folder.resolve("docs"));
        Files.writeString(folder.resolve("config.properties"), """
                server.public-url=http://127.0.0.1:1
                group.docs.path=/docs/*, /plans
                group.docs.files=%s
                group.wiki.host=wiki.test
                group.wiki.path=/*
                group.wiki.roles=reader,editor
                group.open.path=/open
                group.open.access=public
                """.formatted(docs));
        List<String> report = report(start(Map.of()));
        assertThat(report).hasSize(5);
        assertThat(report.get(0))
                .matches("INFO Postern \\S+ on Java \\d+ listens on http://127\\.0\\.0\\.1:\\d+; people reach it at"
                        + " http://127\\.0\\.0\\.1:1");
        assertThat(report.get(1))
                .isEqualTo("INFO Store: SQLite " + folder.toRealPath().resolve("postern.db")
                        + ". Tokens: HS256 with SECRET_KEY");
        assertThat(report.subList(2, 5))
                .containsExactlyInAnyOrder(
                        "INFO Group docs  /docs/*,/plans  everybody who is signed in; served from the folder " + docs,
                        "INFO Group open  /open           everybody",
                        "INFO Group wiki  wiki.test/*     people with the role editor, reader");
    }

    @Test
    void manyGroupsAndWarningsAreStillEightLines() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef0123456789abcdef");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        StringBuilder groups = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            groups.append("group.g").append(i).append(".path=/g").append(i).append('\n');
        }
        Files.writeString(folder.resolve("config.properties"), groups);
        List<String> report = report(start(Map.of(
                "POSTERN_SERVER_HOST",
                "0.0.0.0",
                "POSTERN_SERVER_TRUSTED_PROXIES",
                "10.0.0.1",
                "SECRET_KEY",
                "",
                "SECRET_KEY_FILE",
                key.toString())));
        assertThat(report).hasSize(8);
        assertThat(report.get(4)).isEqualTo("INFO and 28 more groups: see /admin/groups");
        assertThat(report.get(5)).startsWith("WARN Passwords and tokens cross the network unencrypted");
        assertThat(report.get(6)).startsWith("WARN server.public-url is missing");
        assertThat(report.get(7)).isEqualTo("WARN Every user of this machine can read " + key + ": chmod 600 " + key);
    }

    @Test
    void eachLineOfTheLogCanBeAnObject() throws Exception {
        ObjectMapper json = new ObjectMapper();
        Map<String, String> environment =
                Map.of("ADMIN_PASSWORD", ServerProcess.PASSWORD, "POSTERN_LOG_FORMAT", "json");
        try (ServerProcess server = ServerProcess.start(folder, environment)) {
            Calls.post(server.url() + "/login", "{\"username\":\"a\\nb\",\"password\":\"\\\"wrong\"}");
            Await.until(
                    "the failed login to be logged",
                    () -> Files.readString(folder.resolve("err.txt")).contains("login_failed"));
        }
        for (String line : Files.readAllLines(folder.resolve("err.txt"))) {
            JsonNode object = json.readTree(line);
            assertThat(object.fieldNames()).toIterable().containsExactly("time", "level", "logger", "message");
            assertThat(object.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\S+");
        }
        assertThat(Files.readString(folder.resolve("err.txt")))
                .containsPattern("\"logger\":\"postern.audit\",\"message\":\"login_failed .*ip=127.0.0.1");
    }
}
