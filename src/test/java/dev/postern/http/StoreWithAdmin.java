package dev.postern.http;

import dev.postern.Service;
import dev.postern.background.SettingsSources;
import dev.postern.background.Time;
import dev.postern.settings.Secret;
import dev.postern.settings.Secrets;
import dev.postern.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * SQLite stores as the first start of a server leaves them: with the admin, and with keys where the algorithm has pairs.
 * Each is made once, and copied: hashing a password and finding primes take long.
 */
final class StoreWithAdmin {
    private static final Map<String, Path> MADE = new ConcurrentHashMap<>();

    private StoreWithAdmin() {}

    /** Puts a copy where there is no store yet. */
    static void copyTo(Path file, String algorithm) throws IOException {
        if (!Files.exists(file)) {
            Files.copy(MADE.computeIfAbsent(algorithm, StoreWithAdmin::make), file);
        }
    }

    private static Path make(String algorithm) {
        try {
            Path file = Files.createTempFile("postern-test", ".db");
            file.toFile().deleteOnExit();
            Map<String, String> environment = Map.of(
                    "POSTERN_SERVER_PORT",
                    "0",
                    "POSTERN_STORE_URL",
                    "jdbc:sqlite:" + file,
                    "POSTERN_TOKEN_ALGORITHM",
                    algorithm,
                    "POSTERN_PASSWORD_BCRYPT_COST",
                    "10");
            Secrets secrets = new Secrets(
                    Secret.of("0123456789abcdef0123456789abcdef"),
                    Optional.empty(),
                    Optional.of(Secret.of(RunningServer.PASSWORD)),
                    Optional.empty());
            Service.start(
                            SettingsReader.read(Optional.empty(), environment),
                            secrets,
                            new SettingsSources(Optional.empty(), environment),
                            Time.SYSTEM)
                    .close();
            return file;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
