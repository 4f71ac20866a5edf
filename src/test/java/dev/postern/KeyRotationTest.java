package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import dev.postern.Calls.Pair;
import dev.postern.store.Postgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are rotated and taken away by commands, while several real servers sign and verify with them. */
class KeyRotationTest {
    private static final Map<String, String> PAIRS = Map.of("POSTERN_TOKEN_ALGORITHM", "ES256");
    private static final Map<String, String> SHORT_LIVED =
            Map.of("POSTERN_TOKEN_ALGORITHM", "ES256", "POSTERN_TOKEN_ACCESS_LIFETIME", "1s");

    @TempDir
    private Path folder;

    /** Whether a command succeeds. */
    private boolean keys(Cluster cluster, Map<String, String> settings, String... arguments) {
        List<String> command = new ArrayList<>(List.of("keys"));
        command.addAll(List.of(arguments));
        return new Commands(folder, cluster.environment(settings))
                        .run(command.toArray(String[]::new))
                        .code()
                == 0;
    }

    private static String signedBy(Pair pair) {
        return JWT.decode(pair.accessToken()).getKeyId();
    }

    private static String feedSignedBy(TestServer server) throws Exception {
        return JWT.decode(Calls.get(server.url() + "/revocations").body()).getKeyId();
    }

    @Test
    void aRotationIsFollowedByEveryInstance() throws Exception {
        try (Cluster cluster = new Cluster(folder, Postgres.shared())) {
            TestServer one = cluster.add(PAIRS);
            TestServer two = cluster.add(PAIRS);
            Pair before = Calls.signIn(one);
            assertThat(signedBy(Calls.signIn(two))).isEqualTo(signedBy(before));

            assertThat(keys(cluster, PAIRS, "rotate")).isTrue();

            for (TestServer server : cluster.servers) {
                Await.until(
                        "the next key to sign",
                        () -> !signedBy(Calls.signIn(server)).equals(signedBy(before)));
                assertThat(Calls.gate(server, before)).isEqualTo(200);
            }
            assertThat(Calls.gate(one, Calls.signIn(two))).isEqualTo(200);
        }
    }

    @Test
    void whatAKeyThatIsRemovedHasSignedIsRefusedByEveryInstance() throws Exception {
        try (Cluster cluster = new Cluster(folder, Postgres.shared())) {
            TestServer one = cluster.add(PAIRS);
            TestServer two = cluster.add(PAIRS);
            Pair pair = Calls.signIn(one);
            assertThat(Calls.gate(two, pair)).isEqualTo(200);
            assertThat(feedSignedBy(one)).isEqualTo(signedBy(pair));

            assertThat(keys(cluster, PAIRS, "retire", signedBy(pair), "--force"))
                    .isTrue();

            for (TestServer server : cluster.servers) {
                Await.until("the key to be gone", () -> Calls.gate(server, pair) == 401);
            }
            assertThat(feedSignedBy(one)).as("by a key that is published").isNotEqualTo(signedBy(pair));
            Pair next = Calls.pair(Calls.refresh(one, pair));
            assertThat(Calls.gate(one, next)).as("nobody is signed out").isEqualTo(200);
            Await.until("the other to know the key", () -> Calls.gate(two, next) == 200);
        }
    }

    /** Each client refreshes at one instance and shows what it got to both, all through four rotations. */
    @Test
    void noRequestFailsWhileKeysRotate() throws Exception {
        try (Cluster cluster = new Cluster(folder, Postgres.shared())) {
            cluster.add(SHORT_LIVED);
            cluster.add(SHORT_LIVED);
            AtomicBoolean over = new AtomicBoolean();
            Set<String> keys = ConcurrentHashMap.newKeySet();
            ExecutorService clients = Executors.newFixedThreadPool(4);
            try {
                List<Future<Load>> running = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    Callable<Load> client = client(cluster, i, keys, over);
                    running.add(clients.submit(client));
                }
                for (int rotation = 0; rotation < 4; rotation++) {
                    int before = keys.size();
                    Await.until(
                            "the next key to be published for a second", () -> keys(cluster, SHORT_LIVED, "rotate"));
                    Await.until("the next key to sign", () -> keys.size() > before);
                }
                over.set(true);
                Load sum = new Load();
                for (Future<Load> each : running) {
                    sum.add(each.get());
                }
                assertThat(sum.failures).isEmpty();
                assertThat(keys).as("the keys that signed").hasSizeGreaterThanOrEqualTo(4);
                System.out.println(sum.requests + " requests, " + keys.size() + " keys, 0 failures");
            } finally {
                over.set(true);
                clients.shutdownNow();
            }
        }
    }

    private static final class Load {
        private final List<String> failures = new ArrayList<>();
        private int requests;

        private void note(String what, int status) {
            requests++;
            if (status != 200) {
                failures.add(what + " " + status);
            }
        }

        private void add(Load other) {
            failures.addAll(other.failures);
            requests += other.requests;
        }
    }

    private static Callable<Load> client(Cluster cluster, int number, Set<String> keys, AtomicBoolean over) {
        return () -> {
            Load load = new Load();
            Pair pair = Calls.signIn(cluster.servers.get(number % 2));
            for (int round = number; !over.get(); round++) {
                var answer = Calls.refresh(cluster.servers.get(round % 2), pair);
                load.note("refresh", answer.statusCode());
                pair = Calls.pair(answer);
                keys.add(signedBy(pair));
                for (TestServer server : cluster.servers) {
                    load.note("gate", Calls.gate(server, pair));
                }
            }
            return load;
        };
    }
}
