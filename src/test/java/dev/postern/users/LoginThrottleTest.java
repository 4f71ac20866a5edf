package dev.postern.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.crypto.HmacKey;
import dev.postern.store.Database;
import dev.postern.store.engine.StoreLocation;
import dev.postern.store.tables.JdbiThrottleStore;
import dev.postern.users.LoginRefused.Reason;
import dev.postern.users.LoginThrottle.Claimant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What guessing comes up against. */
class LoginThrottleTest {
    private static final int ATTEMPTS = 10;
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private String url = "";
    private Database database;
    private LoginThrottle throttle;
    private Instant now = Instant.parse("2026-01-01T00:00:00.5Z");
    private final AtomicInteger checks = new AtomicInteger();
    private final AtomicInteger wasted = new AtomicInteger();

    @BeforeEach
    void open(@TempDir Path folder) {
        url = "jdbc:sqlite:" + folder.resolve("test.db");
        reopen();
    }

    private void reopen() {
        database = Database.open(StoreLocation.of(url));
        throttle = new LoginThrottle(
                new JdbiThrottleStore(database), new HmacKey(new byte[32]), ATTEMPTS, WINDOW, () -> now);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Claimant from(String name, String place) {
        return new Claimant(throttle.account(name), place, Optional.empty());
    }

    private Claimant on(String name, String device) {
        return new Claimant(throttle.account(name), "elsewhere", Optional.of(device));
    }

    private Reason guess(Claimant claimant) {
        return refused(claimant).reason();
    }

    private LoginRefused refused(Claimant claimant) {
        try {
            throttle.guard(
                    claimant,
                    standing -> {
                        checks.incrementAndGet();
                        throw new LoginRefused(Reason.INVALID_CREDENTIALS);
                    },
                    standing -> wasted.incrementAndGet());
            throw new AssertionError("let in");
        } catch (LoginRefused refused) {
            return refused;
        }
    }

    private void succeed(Claimant claimant) throws LoginRefused {
        String result = throttle.guard(claimant, standing -> "in", standing -> wasted.incrementAndGet());
        assertThat(result).isEqualTo("in");
    }

    private void guess(int times, String name, String place) {
        for (int i = 0; i < times; i++) {
            assertThat(guess(from(name, place))).isEqualTo(Reason.INVALID_CREDENTIALS);
        }
    }

    @Test
    void oneAddressHasSoManyGuessesAtAnAccountInAnyWindow() {
        guess(9, "ann", "here");
        now = now.plusSeconds(60);
        guess(1, "ANN", "here");
        assertThat(guess(from("ann", "here"))).isEqualTo(Reason.TOO_MANY_ATTEMPTS);
        assertThat(checks).hasValue(10);
        now = now.plus(WINDOW).minusSeconds(60).minusMillis(1);
        LoginRefused refused = refused(from("ann", "here"));
        assertThat(refused.reason()).isEqualTo(Reason.TOO_MANY_ATTEMPTS);
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(1));
        now = now.plus(refused.retryAfter());
        guess(9, "ann", "here");
        assertThat(guess(from("ann", "here"))).isEqualTo(Reason.TOO_MANY_ATTEMPTS);
        guess(1, "ann", "there");
        guess(1, "bob", "here");
    }

    @Test
    void guessesMadeAtOnceCountAsThoseMadeInTurn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(64);
        CyclicBarrier together = new CyclicBarrier(64);
        List<Future<Reason>> all = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            all.add(threads.submit(() -> {
                together.await();
                return guess(from("ann", "here"));
            }));
        }
        List<Reason> reasons = new ArrayList<>();
        for (Future<Reason> each : all) {
            reasons.add(each.get());
        }
        threads.shutdown();
        assertThat(reasons).filteredOn(Reason.INVALID_CREDENTIALS::equals).hasSize(ATTEMPTS);
        assertThat(checks).hasValue(ATTEMPTS);
    }

    @Test
    void aSuccessClearsTheGuessesFromItsAddressAndCountsForNothing() throws Exception {
        for (int round = 0; round < 30; round++) {
            guess(9, "ann", "here");
            succeed(from("ann", "here"));
        }
        guess(10, "ann", "here");
        assertThat(guess(from("ann", "here"))).isEqualTo(Reason.TOO_MANY_ATTEMPTS);
    }

    @Test
    void oneAddressCannotTryAPasswordOnEverybody() {
        for (int i = 0; i < ATTEMPTS * LoginThrottle.WIDER; i++) {
            guess(1, "name" + i, "here");
        }
        assertThat(guess(from("somebody", "here"))).isEqualTo(Reason.TOO_MANY_ATTEMPTS);
        assertThat(wasted).hasValue(0);
        guess(1, "somebody", "there");
    }

    @Test
    void aCrowdOfStrangersIsStoppedAndTheOwnerIsNot() throws Exception {
        succeed(from("ann", "home"));
        for (int i = 0; i < ATTEMPTS * LoginThrottle.WIDER; i++) {
            guess(1, "ann", "place" + i);
        }
        assertThat(guess(from("ann", "yet another"))).isEqualTo(Reason.TOO_MANY_ATTEMPTS);
        assertThat(wasted).as("as much time as a guess takes").hasValue(1);
        succeed(from("ann", "home"));
        succeed(on("ann", "phone"));
        guess(1, "bob", "yet another");
    }

    @Test
    void namesThatNobodyHasCountAlike() {
        for (String name : List.of("nobody", "not a name", "")) {
            guess(10, name, "here " + name);
            assertThat(guess(from(name, "here " + name))).isEqualTo(Reason.TOO_MANY_ATTEMPTS);
        }
    }

    @Test
    void othersUseUpNothingOfWhomTheAccountKnows() throws Exception {
        succeed(from("ann", "home"));
        for (int i = 0; i < ATTEMPTS * LoginThrottle.WIDER; i++) {
            guess(1, "name" + i, "home");
        }
        assertThat(guess(from("bob", "home"))).isEqualTo(Reason.TOO_MANY_ATTEMPTS);
        succeed(from("ann", "home"));
        guess(10, "ann", "home");
        assertThat(guess(from("ann", "home"))).isEqualTo(Reason.TOO_MANY_ATTEMPTS);
        succeed(on("ann", "phone"));
    }

    @Test
    void aKnownDeviceHasSoManyGuessesAndNoMore() {
        for (int i = 0; i < ATTEMPTS; i++) {
            assertThat(guess(on("ann", "stolen"))).isEqualTo(Reason.INVALID_CREDENTIALS);
        }
        assertThat(guess(on("ann", "stolen"))).isEqualTo(Reason.TOO_MANY_ATTEMPTS);
        assertThat(guess(on("ann", "other"))).isEqualTo(Reason.INVALID_CREDENTIALS);
    }

    @Test
    void aPlaceIsKnownForThirtyDays() throws Exception {
        succeed(from("ann", "home"));
        now = now.plus(Duration.ofDays(30));
        for (int i = 0; i < ATTEMPTS * LoginThrottle.WIDER; i++) {
            guess(1, "ann", "place" + i);
        }
        succeed(from("ann", "home"));
        now = now.plus(Duration.ofDays(30)).plusMillis(1);
        for (int i = 0; i < ATTEMPTS * LoginThrottle.WIDER; i++) {
            guess(1, "ann", "place" + i);
        }
        assertThat(guess(from("ann", "home"))).isEqualTo(Reason.TOO_MANY_ATTEMPTS);
    }

    @Test
    void countsOutliveARestartAndPruning() {
        guess(10, "ann", "here");
        database.close();
        reopen();
        throttle.prune();
        assertThat(guess(from("ann", "here"))).isEqualTo(Reason.TOO_MANY_ATTEMPTS);
        now = now.plus(Duration.ofHours(24)).plusMillis(1);
        throttle.prune();
        guess(10, "ann", "here");
    }

    @Test
    void whatWasNotJudgedDoesNotCount() {
        for (int i = 0; i < 30; i++) {
            assertThatThrownBy(() -> throttle.guard(
                            from("ann", "here"),
                            standing -> {
                                throw new LoginRefused(Reason.BUSY);
                            },
                            standing -> wasted.incrementAndGet()))
                    .isInstanceOf(LoginRefused.class);
            assertThatThrownBy(() -> throttle.guard(
                            from("ann", "here"),
                            standing -> {
                                throw new IllegalStateException("a fault of ours");
                            },
                            standing -> wasted.incrementAndGet()))
                    .isInstanceOf(IllegalStateException.class);
        }
        guess(10, "ann", "here");
    }

    @Test
    void anAdministratorForgives() {
        guess(10, "ann", "here");
        throttle.forgive("ANN");
        guess(10, "ann", "here");
    }
}
