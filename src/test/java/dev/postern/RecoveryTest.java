package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.Calls.Pair;
import dev.postern.Commands.Result;
import dev.postern.background.SettingsSources;
import dev.postern.background.Time;
import dev.postern.settings.SecretsReader;
import dev.postern.settings.Settings;
import dev.postern.settings.SettingsReader;
import dev.postern.settings.SettingsRefused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways of docs/recovery.md, besides those of {@link BackupTest} and {@link FullDiskTest}. */
class RecoveryTest {
    private static final String NEW_PASSWORD = "another horse entirely";
    private static final String NEW_KEY = "a-new-secret-key-of-32-bytes-or-more";

    @TempDir
    private Path folder;

    private Result run(Map<String, String> environment, String input, String... arguments) {
        return new Commands(folder, environment).run(input.getBytes(StandardCharsets.UTF_8), arguments);
    }

    @Test
    void theAdministratorsPasswordIsLost() throws Exception {
        try (TestServer server = LocalServer.start(folder)) {
            for (int i = 0; i < 12; i++) {
                Calls.login(server, "forgotten");
            }
            assertThat(run(Map.of(), NEW_PASSWORD, "user", "passwd", "admin", "--password-stdin")
                            .code())
                    .isZero();
            String link = run(Map.of(), "", "user", "passwd", "admin", "--setup-link")
                    .out()
                    .strip();
            String path = link.replaceFirst("^https?://[^/]*", "");
            String form = "password=" + NEW_PASSWORD + "&repeated=" + NEW_PASSWORD + "&again=" + NEW_PASSWORD;
            assertThat(Calls.submit(server, path, form, "").statusCode()).isEqualTo(303);
            assertThat(Calls.login(server, NEW_PASSWORD).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void nobodyIsAnAdministratorAnyMore() throws Exception {
        try (TestServer server = LocalServer.start(folder)) {
            assertThat(run(Map.of(), NEW_PASSWORD, "user", "add", "mira", "--password-stdin")
                            .code())
                    .isZero();
            assertThat(run(Map.of(), "", "user", "roles", "mira", "admin").code())
                    .isZero();
            Pair pair = Calls.pair(Calls.login(server, "mira", NEW_PASSWORD));
            assertThat(Calls.status(server, "/admin/users", pair)).isEqualTo(200);
        }
    }

    @Test
    void theSecretKeyIsLost() throws Exception {
        Pair pair;
        String token;
        try (TestServer server = LocalServer.start(folder)) {
            pair = Calls.signIn(server);
            token = run(Map.of(), "", "token", "create", "--user", "admin", "--name", "script")
                    .out()
                    .strip();
        }
        try (TestServer server = LocalServer.start(folder, Map.of("SECRET_KEY", NEW_KEY))) {
            assertThat(Calls.gate(server, pair)).isEqualTo(401);
            assertThat(Calls.refresh(server, pair).statusCode()).isEqualTo(401);
            assertThat(Calls.status(server, "/me", token)).isEqualTo(200);
            assertThat(Calls.gate(server, Calls.signIn(server))).isEqualTo(200);
        }
    }

    @Test
    void theSecretKeyOfKeyPairsIsLost() throws Exception {
        Map<String, String> before =
                Map.of("POSTERN_TOKEN_ALGORITHM", "ES256", "ADMIN_PASSWORD", ServerProcess.PASSWORD);
        try (TestServer server = LocalServer.start(folder, before)) {
            assertThat(Calls.gate(server, Calls.signIn(server))).isEqualTo(200);
        }
        Map<String, String> after = new HashMap<>(before);
        after.put("SECRET_KEY", NEW_KEY);
        assertThatThrownBy(() -> LocalServer.start(folder, after))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("keys retire --sealed");
        assertThat(run(after, "", "keys", "retire", "--sealed").code()).isZero();
        try (TestServer server = LocalServer.start(folder, after)) {
            assertThat(Calls.gate(server, Calls.signIn(server))).isEqualTo(200);
        }
    }

    @Test
    void theStoreIsLostAndThereIsNoBackup() throws Exception {
        try (TestServer server = LocalServer.start(folder)) {
            assertThat(Calls.gate(server, Calls.signIn(server))).isEqualTo(200);
        }
        Files.delete(folder.resolve("postern.db"));
        Map<String, String> again = Map.of("ADMIN_PASSWORD", NEW_PASSWORD);
        try (TestServer server = LocalServer.start(folder, again)) {
            assertThat(Calls.login(server, NEW_PASSWORD).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theCertificateHasExpired() throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        certificates.make("old"); // For 30 days.
        Path file = folder.resolve("config.properties");
        Files.writeString(
                file, "server.host=0.0.0.0\n" + String.join("\n", certificates.settings("old.pem", "old.key")));
        Duration later = Duration.ofDays(40);
        assertThatThrownBy(() -> LocalServer.startWithClock(folder, Map.of(), later))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("expired on");
        Map<String, String> without = LocalServer.variables(folder, Map.of());
        without.put("POSTERN_SERVER_TLS_CERTIFICATE", "");
        without.put("POSTERN_SERVER_TLS_KEY", "");
        without.put("POSTERN_SERVER_HOST", "127.0.0.1");
        Settings settings = SettingsReader.read(Optional.of(file), without);
        try (Service service = Service.start(
                settings,
                SecretsReader.read(without),
                new SettingsSources(Optional.of(file), without),
                new Time(() -> Clock.systemUTC().instant().plus(later), System::nanoTime))) {
            assertThat(Calls.get("http://127.0.0.1:" + service.port() + "/login")
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
