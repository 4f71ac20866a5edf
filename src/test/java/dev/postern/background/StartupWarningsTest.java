package dev.postern.background;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.settings.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start warns of, and what it does not. */
class StartupWarningsTest {
    private static final String HOST = "POSTERN_SERVER_HOST";
    private static final String URL = "POSTERN_SERVER_PUBLIC_URL";
    private static final String PROXIES = "POSTERN_SERVER_TRUSTED_PROXIES";

    private static List<String> warnings(Map<String, String> environment) throws Exception {
        return StartupWarnings.of(
                SettingsReader.read(Optional.empty(), environment).server());
    }

    @Test
    void theUsualDeploymentsAreFine() throws Exception {
        assertThat(warnings(Map.of())).isEmpty();
        assertThat(warnings(Map.of(URL, "https://door.example.org", PROXIES, "127.0.0.1")))
                .isEmpty();
        assertThat(warnings(Map.of(HOST, "0.0.0.0", URL, "https://door.example.org", PROXIES, "10.0.0.0/8")))
                .isEmpty();
    }

    @Test
    void passwordsMustNotCrossTheNetworkUnencrypted() throws Exception {
        assertThat(warnings(Map.of(HOST, "0.0.0.0"))).singleElement().asString().contains("unencrypted", "0.0.0.0");
        assertThat(warnings(Map.of(HOST, "10.0.0.5", URL, "http://door.example.org")))
                .singleElement()
                .asString()
                .contains("unencrypted");
    }

    @Test
    void whatAProxyNeedsMustBeSet() throws Exception {
        assertThat(warnings(Map.of(PROXIES, "127.0.0.1")))
                .singleElement()
                .asString()
                .startsWith("server.public-url is missing");
        assertThat(warnings(Map.of(URL, "https://door.example.org")))
                .singleElement()
                .asString()
                .startsWith("server.trusted-proxies is missing");
    }

    @Test
    void onlyFilesThatEverybodyCanReadAreNamed(@TempDir Path folder) throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "x");
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Path inside = Files.writeString(closed.resolve("key"), "x");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(inside, PosixFilePermissions.fromString("rw-r--r--"));
        var settings = SettingsReader.read(Optional.empty(), Map.of());
        assertThat(StartupWarnings.ofFiles(settings, Map.of("SECRET_KEY_FILE", key.toString())))
                .containsExactly("Every user of this machine can read " + key + ": chmod 600 " + key);
        assertThat(StartupWarnings.ofFiles(settings, Map.of("SECRET_KEY_FILE", inside.toString())))
                .isEmpty();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(StartupWarnings.ofFiles(settings, Map.of("SECRET_KEY_FILE", key.toString())))
                .isEmpty();
    }

    @Test
    void aClockThatIsWrongIsNoticed() {
        Instant now = Instant.parse("2026-11-28T09:00:00Z");
        assertThat(StartupWarnings.ofClock(now, now.plus(Duration.ofSeconds(60)), true))
                .isEmpty();
        assertThat(StartupWarnings.ofClock(now, now.plus(Duration.ofSeconds(61)), true))
                .isPresent();
        assertThat(StartupWarnings.ofClock(now, now.minus(Duration.ofDays(1)), true))
                .as("no news for a day")
                .isEmpty();
        assertThat(StartupWarnings.ofClock(now, now.minus(Duration.ofDays(1)), false))
                .isPresent();
    }
}
