package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Calls.Pair;
import dev.postern.http.RunningServer;
import dev.postern.store.Postgres;
import dev.postern.tokens.Identity;
import dev.postern.tokens.SigningKeys;
import dev.postern.tokens.TokenAlgorithm;
import dev.postern.tokens.TokenSigner;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clocks that are wrong, and clocks that jump. */
class ClocksTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String WRONG = "{\"username\":\"admin\",\"password\":\"wrong\"}";
    private static final Duration SECONDS_20 = Duration.ofSeconds(20);
    private static final Duration FORWARD = Duration.ofHours(2);
    private static final Duration BACK = Duration.ofHours(-1);

    @TempDir
    private Path folder;

    private LocalServer add(Cluster cluster, Duration wrong) throws Exception {
        Map<String, String> environment =
                cluster.environment(Map.of("SECRET_KEY", KEY, "POSTERN_TOKEN_CLOCK_SKEW", "0s"));
        return cluster.keep(LocalServer.startWithClock(folder, environment, wrong));
    }

    @Test
    void instancesWhoseClocksDifferAgreeOnWhatIsGood() throws Exception {
        try (Cluster cluster = new Cluster(folder, Postgres.shared())) {
            LocalServer right = add(cluster, Duration.ZERO);
            LocalServer fast = add(cluster, SECONDS_20);
            LocalServer slow = add(cluster, SECONDS_20.negated());
            Pair pair = Calls.signIn(slow);
            for (LocalServer server : new LocalServer[] {fast, slow, right, slow}) {
                Pair spent = pair;
                pair = Calls.pair(Calls.refresh(server, spent));
                for (TestServer each : cluster.servers) {
                    assertThat(Calls.gate(each, pair)).isEqualTo(200);
                    assertThat(Calls.pair(Calls.refresh(each, spent)).refreshToken())
                            .isEqualTo(pair.refreshToken());
                }
            }
        }
    }

    @Test
    void aClockThatJumpsSignsNobodyOutAndLetsNobodyBackIn() throws Exception {
        try (Cluster cluster = new Cluster(folder, Postgres.shared())) {
            LocalServer steady = add(cluster, Duration.ZERO);
            LocalServer jumping = add(cluster, Duration.ZERO);
            Pair pair = Calls.signIn(steady);
            Pair ended = Calls.signIn(steady);
            Pair expired = Calls.signIn(steady);
            Calls.logout(jumping, ended);
            Postgres.shared()
                    .execute(
                            cluster.database,
                            "UPDATE sessions SET expires_at = expires_at - %d WHERE id = '%s'"
                                    .formatted(
                                            Duration.ofDays(30).plusMinutes(5).toMillis(), sessionOf(expired)));
            String old = expiredToken();
            for (Duration wrong : new Duration[] {FORWARD, BACK, Duration.ZERO}) {
                jumping.setClock(wrong);
                Pair spent = pair;
                pair = Calls.pair(Calls.refresh(jumping, spent));
                assertThat(Calls.pair(Calls.refresh(steady, spent)).refreshToken())
                        .isEqualTo(pair.refreshToken());
                for (TestServer server : cluster.servers) {
                    assertThat(Calls.gate(server, pair)).isEqualTo(200);
                    Await.until("the end to be known", () -> Calls.gate(server, ended) == 401);
                    assertThat(Calls.refresh(server, ended).statusCode()).isEqualTo(401);
                    assertThat(Calls.refresh(server, expired).statusCode()).isEqualTo(401);
                    assertThat(Calls.gate(server, old)).isEqualTo(401);
                }
            }
        }
    }

    private static String sessionOf(Pair pair) throws Exception {
        String payload = pair.accessToken().split("\\.", -1)[1];
        return new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(java.util.Base64.getUrlDecoder().decode(payload))
                .path("sid")
                .asText();
    }

    /** One that was good until ten minutes ago. */
    private static String expiredToken() {
        SigningKeys keys =
                SigningKeys.ofSecrets(TokenAlgorithm.HS256, KEY.getBytes(StandardCharsets.UTF_8), Optional.empty());
        Instant issued = Instant.now().minus(Duration.ofMinutes(25));
        return new TokenSigner(() -> keys, "postern", "postern", Duration.ofMinutes(15))
                .sign(new Identity("x", "x", Set.of(), "x"), issued, Instant.MAX)
                .text();
    }

    @Test
    void wrongPasswordsCountOnWhateverTheClockDoes() throws Exception {
        try (Cluster cluster = new Cluster(folder, Postgres.shared())) {
            LocalServer jumping = add(cluster, Duration.ZERO);
            for (int i = 0; i < 10; i++) {
                assertThat(Calls.login(jumping, "wrong").statusCode()).isEqualTo(401);
            }
            for (Duration wrong : new Duration[] {FORWARD, BACK, Duration.ZERO}) {
                jumping.setClock(wrong);
                HttpResponse<String> refused = Calls.login(jumping, "wrong");
                assertThat(refused.statusCode()).isEqualTo(429);
                assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                        .isBetween(1L, 900L);
            }
        }
    }

    /** On SQLite as well, where the machine's clock is the only one. */
    @Test
    void wrongPasswordsCountOnWhereThereIsNoOtherClock() throws Exception {
        try (RunningServer server = new RunningServer(folder)) {
            for (int i = 0; i < 10; i++) {
                assertThat(server.post("/login", WRONG).statusCode()).isEqualTo(401);
            }
            for (Duration jump : new Duration[] {FORWARD, BACK.multipliedBy(3)}) {
                server.jump(jump);
                HttpResponse<String> refused = server.post("/login", WRONG);
                assertThat(refused.statusCode()).isEqualTo(429);
                assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                        .isBetween(1L, 900L);
            }
            server.advance(Duration.ofMinutes(16));
            assertThat(server.post("/login", WRONG).statusCode()).isEqualTo(401);
        }
    }
}
