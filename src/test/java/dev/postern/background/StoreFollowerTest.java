package dev.postern.background;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Await;
import dev.postern.crypto.KeyDerivation;
import dev.postern.http.RunningServer;
import dev.postern.keys.KeyRing;
import dev.postern.keys.KeySeal;
import dev.postern.keys.SigningKeyStore;
import dev.postern.keys.StoredKey;
import dev.postern.ops.Health;
import dev.postern.sessions.Outages;
import dev.postern.sessions.Revocations;
import dev.postern.store.Database;
import dev.postern.store.engine.StoreLocation;
import dev.postern.store.tables.JdbiSessionStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with one thing that instances follow, they go on to hear of who is shut out. */
class StoreFollowerTest {
    private static final InstantSource CLOCK = Clock.systemUTC();

    @TempDir
    private Path folder;

    private volatile boolean broken;

    private Database open() {
        return Database.open(StoreLocation.of("jdbc:sqlite:" + folder.resolve("server.db")));
    }

    private KeyRing keysThatMayBreak() {
        SigningKeyStore store = new SigningKeyStore() {
            @Override
            public List<StoredKey> list() {
                if (broken) {
                    throw new UnsupportedOperationException("nobody has thought of this");
                }
                return List.of();
            }

            @Override
            public boolean replace(List<StoredKey> expected, List<StoredKey> keys) {
                throw new UnsupportedOperationException();
            }
        };
        KeyDerivation secret = new KeyDerivation("a secret of thirty-two bytes at least".getBytes(UTF_8));
        return new KeyRing(store, new KeySeal(secret, Optional.empty()), Optional.empty(), CLOCK);
    }

    @Test
    void afterAFaultThatNobodyHasThoughtOfTheNextLookComes() throws Exception {
        Health health = new Health();
        health.started();
        try (Database database = open()) {
            Revocations revocations = new Revocations(new JdbiSessionStore(database), CLOCK);
            Outages outages = new Outages(CLOCK.instant());
            try (StoreFollower follower =
                    new StoreFollower(database, revocations, keysThatMayBreak(), outages, () -> {}, health, CLOCK)) {
                follower.start();
                broken = true;
                Await.until("the fault to show", () -> failing(health).contains("store"));

                new JdbiSessionStore(database)
                        .revokeToken("token", CLOCK.instant().plusSeconds(60), CLOCK.instant());
                Await.until("the news", () -> revocations.isEnded("token"));

                broken = false;
                Await.until("the fault to be over", () -> !failing(health).contains("store"));
            }
        }
    }

    private static String failing(Health health) {
        return health.failing().orElse("");
    }

    @Test
    void aKeyOfANewerVersionHoldsUpNoNews() throws Exception {
        try (RunningServer server = new RunningServer(folder, "token.algorithm=ES256");
                Database database = open()) {
            String token = server.login().path("token").asText();
            String session =
                    RunningServer.json(server.get("/me", token)).path("session").asText();
            server.execute("UPDATE signing_keys SET algorithm = 'ED448'");
            Await.until(
                    "it to be told",
                    () -> server.get("/health/ready", token).body().contains("keys"));
            assertThat(server.get("/me", token).statusCode()).isEqualTo(200);

            new JdbiSessionStore(database).end(session, Instant.now(Clock.systemUTC()));

            Await.until("the news", () -> server.get("/me", token).statusCode() == 401);
            server.execute("UPDATE signing_keys SET algorithm = 'ES256'");
            Await.until(
                    "the keys to be understood",
                    () -> server.get("/health/ready", token).statusCode() == 200);
        }
    }
}
