package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Calls.Pair;
import dev.postern.store.Postgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standby takes the place of its primary, and has not heard of all that was confirmed. */
class FailoverTest {

    @Test
    void aStandbyThatLaggedBehindSignsNobodyOutAndLetsNobodyBackIn(@TempDir Path folder) throws Exception {
        try (Postgres primary = Postgres.start(folder);
                Postgres standby = primary.standby(folder);
                Cluster both = new Cluster(folder, primary, standby)) {
            TestServer one = both.add();
            TestServer two = both.add();
            Pair staying = Calls.signIn(one);
            Pair leaving = Calls.signIn(two);
            Pair spent = staying;
            primary.awaitCaughtUp(standby);
            standby.detach();
            for (int i = 0; i < 5; i++) {
                spent = staying;
                staying = Calls.pair(Calls.refresh(i % 2 == 0 ? one : two, staying));
            }
            assertThat(Calls.logout(one, leaving).statusCode()).isEqualTo(204);
            Await.until("the sign-out to be known", () -> Calls.gate(two, leaving) == 401);

            primary.kill();
            standby.promote();

            Pair newest = staying;
            Await.until(
                    "the new primary",
                    () -> Calls.readiness(one).statusCode() == 200
                            && Calls.readiness(two).statusCode() == 200);
            Pair next = Calls.pair(Calls.refresh(two, newest));
            assertThat(Calls.pair(Calls.refresh(one, newest)).refreshToken()).isEqualTo(next.refreshToken());
            assertThat(Calls.gate(one, next)).isEqualTo(200);
            for (TestServer server : both.servers) {
                assertThat(Calls.gate(server, leaving)).isEqualTo(401);
                assertThat(Calls.refresh(server, leaving).statusCode()).isEqualTo(401);
            }
            TestServer fresh = both.add();
            assertThat(Calls.gate(fresh, leaving))
                    .as("ended once more, where it was lost")
                    .isEqualTo(401);
            assertThat(Calls.refresh(fresh, leaving).statusCode()).isEqualTo(401);
            assertThat(Calls.refresh(fresh, spent).statusCode())
                    .as("spent twice over")
                    .isEqualTo(401);
        }
    }
}
