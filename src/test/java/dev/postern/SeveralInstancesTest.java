package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Calls.Pair;
import dev.postern.store.Postgres;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Three real servers on one real store, and the store's faults. */
class SeveralInstancesTest {
    @TempDir
    private Path folder;

    @Test
    void threeThatStartAtOnceOnAnEmptyStoreServeOneSetOfPeople() throws Exception {
        try (Cluster cluster = new Cluster(folder, Postgres.shared())) {
            AtOnce.call(3, n -> cluster.addProcess());
            Pair pair = Calls.signIn(cluster.servers.get(0));
            for (TestServer server : cluster.servers) {
                assertThat(Calls.gate(server, pair)).isEqualTo(200);
                pair = Calls.pair(Calls.refresh(server, pair));
            }
        }
    }

    @Test
    void aSignOutReachesEveryInstance() throws Exception {
        try (Cluster cluster = new Cluster(folder, Postgres.shared())) {
            for (int i = 0; i < 3; i++) {
                cluster.add();
            }
            Pair pair = Calls.signIn(cluster.servers.get(0));
            Pair other = Calls.signIn(cluster.servers.get(1));
            assertThat(Calls.logout(cluster.servers.get(1), pair).statusCode()).isEqualTo(204);
            assertThat(Calls.gate(cluster.servers.get(1), pair)).isEqualTo(401);
            for (TestServer server : cluster.servers) {
                Await.until("the sign-out to be known", () -> Calls.gate(server, pair) == 401);
                assertThat(Calls.refresh(server, pair).statusCode()).isEqualTo(401);
                assertThat(Calls.gate(server, other)).isEqualTo(200);
            }
            TestServer late = cluster.add();
            assertThat(Calls.gate(late, pair)).isEqualTo(401);
        }
    }

    @Test
    void aBrowsersSessionIsOneOnAllInstances() throws Exception {
        try (Cluster cluster = new Cluster(folder, Postgres.shared())) {
            for (int i = 0; i < 3; i++) {
                cluster.add();
            }
            String leaving = Calls.cookie(cluster.servers.get(0));
            String staying = Calls.cookie(cluster.servers.get(1));
            for (TestServer server : cluster.servers) {
                assertThat(Calls.gateByCookie(server, leaving)).isEqualTo(200);
                assertThat(Calls.gateByCookie(server, staying)).isEqualTo(200);
            }
            TestServer third = cluster.servers.get(2);
            assertThat(Calls.submit(third, "/logout", "", leaving).statusCode()).isEqualTo(303);
            assertThat(Calls.gateByCookie(third, leaving)).isEqualTo(401);
            for (TestServer server : cluster.servers) {
                Await.until("the sign-out to be known", () -> Calls.gateByCookie(server, leaving) == 401);
                assertThat(Calls.gateByCookie(server, staying)).isEqualTo(200);
            }
        }
    }

    /** Stopped, a store refuses; halted, it says nothing at all. */
    @ParameterizedTest
    @CsvSource({"true, HS256", "false, ES256"})
    void withoutTheStoreTheGateGoesOnAndTheRestHealsByItself(boolean halted, String algorithm) throws Exception {
        Map<String, String> signing = Map.of("POSTERN_TOKEN_ALGORITHM", algorithm);
        try (Postgres store = Postgres.start(folder);
                Cluster cluster = new Cluster(folder, store)) {
            TestServer one = cluster.add(signing);
            TestServer other = cluster.add(signing);
            Pair pair = Calls.signIn(one);
            Pair leaving = Calls.signIn(one);
            String cookie = Calls.cookie(one);
            assertThat(Calls.gateByCookie(other, cookie)).isEqualTo(200);
            Pair gone = Calls.signIn(one);
            assertThat(Calls.logout(one, gone).statusCode()).isEqualTo(204);
            Await.until("the sign-out to be known", () -> Calls.gate(other, gone) == 401);
            if (halted) {
                store.pause();
            } else {
                store.stop();
            }

            assertUnavailable(Calls.refresh(one, pair));
            assertUnavailable(Calls.login(other, ServerProcess.PASSWORD));
            HttpResponse<String> form = Calls.submit(other, "/login", "username=ann&password=x", "");
            assertThat(form.statusCode()).isEqualTo(503);
            assertThat(form.body()).contains("value=\"ann\"", "Try again in a few seconds");
            assertUnavailable(Calls.logout(one, leaving));
            assertUnavailable(Calls.get(other.url() + "/revocations"));
            assertThat(Calls.get(one.url() + "/.well-known/jwks.json").statusCode())
                    .isEqualTo(200);
            assertThat(Calls.gate(one, leaving)).isEqualTo(401);
            for (TestServer server : cluster.servers) {
                Await.until(
                        "readiness to name the store",
                        () -> Calls.readiness(server).body().contains("store"));
                assertThat(Calls.readiness(server).statusCode()).isEqualTo(503);
                assertThat(Calls.gate(server, pair)).isEqualTo(200);
                assertThat(Calls.gateByCookie(server, cookie)).isEqualTo(200);
            }

            if (halted) {
                store.resume();
            } else {
                store.start();
            }
            for (TestServer server : cluster.servers) {
                Await.until(
                        "the store to be used again",
                        () -> Calls.readiness(server).statusCode() == 200);
            }
            Await.until("refreshes", () -> Calls.refresh(one, pair).statusCode() == 200);
            assertThat(Calls.refresh(other, pair).statusCode()).isEqualTo(200);
            assertThat(Calls.logout(other, leaving).statusCode()).isEqualTo(204);
            assertThat(Calls.gate(other, leaving)).isEqualTo(401);
        }
    }

    /** What no text in PostgreSQL can hold is no fault of the store. */
    @Test
    void charactersThatNoStoreKeepsAreRefusedAtOnce() throws Exception {
        try (Cluster cluster = new Cluster(folder, Postgres.shared())) {
            TestServer server = cluster.add();
            Pair pair = Calls.signIn(server);
            String name = "\\u0000";
            assertThat(Calls.post(server.url() + "/login", "{\"username\":\"" + name + "\",\"password\":\"x\"}")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(Calls.status(server, "/admin/audit?user=%00", pair)).isEqualTo(400);
            assertThat(Calls.status(server, "/admin/users?q=%00", pair)).isEqualTo(400);
            assertThat(Calls.postForm(
                                    server.url() + "/oauth/token",
                                    "grant_type=client_credentials&client_id=%00&client_secret=x")
                            .statusCode())
                    .isEqualTo(400);
            for (String odd : new String[] {"\\u0000", "\\ud800"}) {
                assertThat(Calls.postAs(server, "/me/tokens", "{\"name\":\"x" + odd + "\"}", pair)
                                .statusCode())
                        .isEqualTo(400);
            }
        }
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("\"unavailable\"");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void aServerThatIsStartedBeforeItsStoreWaitsForIt() throws Exception {
        try (Postgres store = Postgres.start(folder);
                Cluster cluster = new Cluster(folder, store)) {
            store.stop();
            Thread starting = new Thread(() -> {
                try {
                    cluster.addProcess();
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            });
            starting.start();
            Path log = folder.resolve("err.txt");
            Await.until(
                    "the server to say what it waits for",
                    () -> log.toFile().exists()
                            && java.nio.file.Files.readString(log).contains("waiting for it"));
            store.start();
            starting.join();
            assertThat(Calls.gate(cluster.servers.get(0), Calls.signIn(cluster.servers.get(0))))
                    .isEqualTo(200);
        }
    }

    /** First the new key is accepted everywhere, then it signs: at each step old and new instances stand side by side. */
    @ParameterizedTest
    @ValueSource(strings = {"HS256", "ES256"})
    void theSecretKeyIsChangedWithoutSigningAnybodyOut(String algorithm) throws Exception {
        String old = "an old key of thirty-two bytes or more";
        String next = "the next key of thirty-two bytes or more";
        Map<String, String> before = Map.of("POSTERN_TOKEN_ALGORITHM", algorithm, "SECRET_KEY", old);
        Map<String, String> accepting =
                Map.of("POSTERN_TOKEN_ALGORITHM", algorithm, "SECRET_KEY", old, "SECRET_KEY_PREVIOUS", next);
        Map<String, String> signing =
                Map.of("POSTERN_TOKEN_ALGORITHM", algorithm, "SECRET_KEY", next, "SECRET_KEY_PREVIOUS", old);
        Map<String, String> after = Map.of("POSTERN_TOKEN_ALGORITHM", algorithm, "SECRET_KEY", next);
        try (Cluster cluster = new Cluster(folder, Postgres.shared())) {
            TestServer one = cluster.add(before);
            TestServer two = cluster.add(before);
            Pair pair = Calls.signIn(one);
            for (Map<String, String> step : List.of(accepting, signing, after)) {
                one.close();
                one = cluster.add(step);
                pair = passedAround(one, two, pair);
                two.close();
                two = cluster.add(step);
                pair = passedAround(two, one, pair);
            }
        }
    }

    /** Each accepts what the other has signed, and answers for what the other has spent. */
    private static Pair passedAround(TestServer one, TestServer two, Pair first) throws Exception {
        Pair pair = first;
        for (TestServer server : new TestServer[] {one, two, one}) {
            Pair spent = pair;
            pair = Calls.pair(Calls.refresh(server, spent));
            assertThat(Calls.gate(one, pair)).isEqualTo(200);
            assertThat(Calls.gate(two, pair)).isEqualTo(200);
            Pair again = Calls.pair(Calls.refresh(server.equals(one) ? two : one, spent));
            assertThat(Calls.gate(server, again)).isEqualTo(200);
        }
        return pair;
    }
}
