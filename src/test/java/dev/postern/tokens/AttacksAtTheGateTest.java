package dev.postern.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Pem;
import dev.postern.crypto.KeyDerivation;
import dev.postern.http.RunningServer;
import dev.postern.keys.KeyLife;
import dev.postern.keys.KeySeal;
import dev.postern.store.Database;
import dev.postern.store.engine.StoreLocation;
import dev.postern.store.tables.JdbiSigningKeyStore;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of attacks, at the gate of a real server that signs with a key that the test has brought. */
class AttacksAtTheGateTest {
    private static final byte[] SERVERS_SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static void bring(Forge forge, Path folder) throws Exception {
        try (Database database = Database.open(StoreLocation.of("jdbc:sqlite:" + folder.resolve("server.db")))) {
            var pair = forge.pair().orElseThrow();
            new KeyLife(
                            new JdbiSigningKeyStore(database),
                            new KeySeal(new KeyDerivation(SERVERS_SECRET), Optional.empty()),
                            forge.algorithm(),
                            Duration.ofMinutes(15),
                            HandMade.SKEW,
                            Clock.systemUTC())
                    .importPair(Pem.of(pair));
        }
    }

    private static Forge forge(TokenAlgorithm algorithm) {
        return algorithm.isSymmetric() ? Forge.of(algorithm, SERVERS_SECRET) : Forge.of(algorithm);
    }

    /** No HTTP client sends these as they are, or the server refuses them for their size. */
    private static boolean isNoHeader(String token) {
        return token.length() > 8192 || token.chars().anyMatch(sign -> sign < ' ' || sign > '~');
    }

    @ParameterizedTest
    @EnumSource(names = {"HS256", "RS256", "ES256", "ES384"})
    void everyAttackIs401AndEveryControlPasses(TokenAlgorithm algorithm, @TempDir Path folder) throws Exception {
        Forge forge = forge(algorithm);
        if (!algorithm.isSymmetric()) {
            bring(forge, folder);
        }
        try (RunningServer server = new RunningServer(
                folder, "token.algorithm=" + algorithm, "token.issuer=" + HandMade.ISSUER, "group.a.path=/a/*")) {
            server.advance(Duration.between(Instant.now(Clock.systemUTC()), HandMade.NOW));
            for (String control : Attacks.controls(forge).values()) {
                assertThat(server.get("/a/x", control).statusCode()).isEqualTo(404);
            }
            SoftAssertions softly = new SoftAssertions();
            for (var attack : Attacks.on(forge).entrySet()) {
                if (!isNoHeader(attack.getValue())) {
                    HttpResponse<String> answer = server.get("/a/x", attack.getValue());
                    softly.assertThat(RunningServer.refusal(answer))
                            .as(attack.getKey())
                            .isEqualTo("401 invalid_token");
                }
            }
            softly.assertAll();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HS256", "ES256"})
    void tokensOfOtherKindsAreNotTakenForAccessTokens(TokenAlgorithm algorithm, @TempDir Path folder) throws Exception {
        try (RunningServer server = new RunningServer(folder, "token.algorithm=" + algorithm)) {
            String refreshToken = server.login().get("refresh_token").asText();
            String statement = server.send(server.request("/revocations")).body();
            for (String other : List.of(refreshToken, statement)) {
                assertThat(RunningServer.refusal(server.get("/me", other))).isEqualTo("401 invalid_token");
            }
        }
    }
}
