package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The files of {@code deploy} that no other test uses. The release archive is tried by src/release/check. */
class DeployFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path UNIT = Path.of("deploy/systemd/postern.service");

    private static String output(int code, List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(code);
        return said;
    }

    @Test
    void systemdFindsNothingWrongWithTheUnit(@TempDir Path folder) throws Exception {
        String tool = Tool.find("systemd-analyze", "/usr/bin/systemd-analyze").toString();
        Path launcher = Files.copy(Path.of("deploy/bin/postern"), folder.resolve("postern"));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path unit = Files.writeString(
                folder.resolve("postern.service"),
                Files.readString(UNIT).replace("/opt/postern/bin/postern", launcher.toString()));
        assertThat(output(0, List.of(tool, "verify", "--man=no", unit.toString())))
                .doesNotContain("postern.service:");
        Matcher exposure = Pattern.compile("exposure level for postern.service: ([0-9.]+)")
                .matcher(output(0, List.of(tool, "security", "--offline=true", "--no-pager", unit.toString())));
        assertThat(exposure.find()).isTrue();
        assertThat(Files.readString(Path.of("docs/deployment.md"))).contains("rates it " + exposure.group(1));
    }

    @Test
    void theUnitWaitsLongerThanTheServer() throws Exception {
        String unit = Files.readString(UNIT);
        assertThat(unit).contains("TimeoutStopSec=60", "LoadCredential=secret-key", "Type=notify");
    }

    @Test
    void theContainerIsLockedDown() throws Exception {
        JsonNode compose = JSON.valueToTree(new Yaml().load(Files.readString(Path.of("deploy/docker/compose.yaml"))));
        JsonNode service = compose.at("/services/postern");
        assertThat(service.path("read_only").asBoolean()).isTrue();
        assertThat(service.path("user").asText()).isEqualTo("10001:10001");
        assertThat(service.at("/cap_drop/0").asText()).isEqualTo("ALL");
        String image = Files.readString(Path.of("deploy/docker/Dockerfile"));
        assertThat(image).contains("USER 10001:10001", "HEALTHCHECK", "postern archive");
    }

    @Test
    void theDashboardIsJson() throws Exception {
        assertThat(JSON.readTree(Files.readString(Path.of("deploy/grafana.json")))
                        .path("panels"))
                .hasSizeGreaterThan(15);
    }

    @Test
    void theServerTellsSystemdWhenItIsReady(@TempDir Path folder) throws Exception {
        Path told = folder.resolve("told");
        Path tool = Files.writeString(
                Files.createDirectory(folder.resolve("bin")).resolve("systemd-notify"),
                "#!/bin/sh\necho \"$@\" > '" + told + "'\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> environment = Map.of(
                "ADMIN_PASSWORD",
                ServerProcess.PASSWORD,
                "NOTIFY_SOCKET",
                "/run/x",
                "PATH",
                tool.getParent() + ":" + System.getenv("PATH"));
        try (ServerProcess server = ServerProcess.start(folder, environment)) {
            assertThat(server.wasReady()).isTrue();
            assertThat(Files.readString(told)).isEqualTo("--ready\n");
        }
    }

    @Test
    void theHealthCommandSaysWhetherTheServerIsReady(@TempDir Path folder) throws Exception {
        try (LocalServer server = LocalServer.start(folder)) {
            String port = server.url().replaceFirst(".*:", "");
            Commands.Result ready = new Commands(folder, Map.of("POSTERN_SERVER_PORT", port)).run("health");
            assertThat(ready.code()).as(ready.err()).isZero();
            assertThat(ready.out()).isEqualTo("ready\n");
        }
        Commands.Result gone = new Commands(folder, Map.of("POSTERN_SERVER_PORT", "1")).run("health");
        assertThat(gone.code()).isEqualTo(1);
        assertThat(gone.err()).contains("cannot be reached");
        assertThat(new Commands(folder, Map.of()).run("health").code()).isEqualTo(2);
    }

    @Test
    void theHealthCommandTakesTheServersOwnCertificate(@TempDir Path folder) throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        certificates.make("door");
        Files.write(folder.resolve("config.properties"), List.of(certificates.settings("door.pem", "door.key")));
        try (LocalServer server = LocalServer.start(folder)) {
            String port = server.url().replaceFirst(".*:", "");
            assertThat(new Commands(folder, Map.of("POSTERN_SERVER_PORT", port))
                            .run("health")
                            .out())
                    .isEqualTo("ready\n");
        }
    }

    @Test
    void theManualPageAndTheCompletionHaveAllCommands(@TempDir Path folder) {
        String manual = new Commands(folder, Map.of()).run("man-page").out();
        String completion = new Commands(folder, Map.of()).run("completion").out();
        for (String command : List.of("user add", "keys rotate", "proxy-config", "backup", "restore", "health")) {
            assertThat(manual).contains(".SS postern " + command.replace("-", "\\-"));
            assertThat(completion).contains(command.replaceFirst(" .*", ""));
        }
    }
}
