package dev.postern.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PasswordWorkersTest {

    private final PasswordWorkers workers = new PasswordWorkers(1, 1);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void stop() {
        mayEnd.countDown();
        workers.close();
        callers.shutdownNow();
    }

    @Test
    void workIsDoneOnADaemonThreadOfTheWorkers() throws LoginRefused {
        Thread thread = workers.run(Thread::currentThread);

        assertThat(thread.getName()).isEqualTo("password-worker-1");
        assertThat(thread.isDaemon()).isTrue();
    }

    @Test
    void whenNoPlaceIsFreeTheNextIsRefusedAtOnce() throws Exception {
        Future<String> served = occupyTheWorker();
        Future<String> waiting = occupyTheQueue();

        assertBusy(() -> workers.run(() -> "too many"));

        mayEnd.countDown();
        assertThat(served.get()).isEqualTo("served");
        assertThat(waiting.get()).isEqualTo("waited");
        assertThat(workers.run(() -> "later")).isEqualTo("later");
    }

    @Test
    void whileStrangersFillTheQueueTheKnownStillHavePlacesAndGoFirst() throws Exception {
        Future<String> served = occupyTheWorker();
        Future<String> stranger = occupyTheQueue();
        assertBusy(() -> workers.run(() -> "too many"));
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Future<Boolean> known =
                callers.submit(() -> workers.run(PasswordWorkers.Standing.KNOWN, () -> order.add("known")));
        Await.until("the known one to wait", () -> workers.queued() == 2);

        mayEnd.countDown();

        assertThat(known.get()).isTrue();
        assertThat(served.get()).isEqualTo("served");
        assertThat(stranger.get()).isEqualTo("waited");
    }

    @Test
    void whatTheWorkThrowsIsPassedOn() throws LoginRefused {
        RuntimeException fault = new IllegalStateException("the store is away");
        AssertionError error = new AssertionError("broken");

        assertThatThrownBy(() -> workers.run(() -> {
                    throw fault;
                }))
                .isSameAs(fault);
        assertThatThrownBy(() -> workers.run(() -> {
                    throw error;
                }))
                .isSameAs(error);
        assertThat(workers.run(() -> "alive")).isEqualTo("alive");
    }

    @Test
    void anInterruptedCallerIsRefusedAndItsWorkNeverBegins() throws Exception {
        Future<String> served = occupyTheWorker();
        AtomicBoolean done = new AtomicBoolean();

        Thread.currentThread().interrupt();
        assertBusy(() -> workers.run(() -> done.getAndSet(true)));

        assertThat(Thread.interrupted()).as("the flag is left set").isTrue();
        Future<String> inItsPlace = occupyTheQueue();
        mayEnd.countDown();
        assertThat(served.get()).isEqualTo("served");
        assertThat(inItsPlace.get()).isEqualTo("waited");
        assertThat(done).isFalse();
    }

    @Test
    void closingRefusesWhoWaitsAndWhoComesAndLetsWorkEnd() throws Exception {
        Future<String> served = occupyTheWorker();
        Future<String> waiting = occupyTheQueue();

        workers.close();

        assertThatThrownBy(waiting::get).hasCauseInstanceOf(LoginRefused.class);
        assertBusy(() -> workers.run(() -> "late"));
        mayEnd.countDown();
        assertThat(served.get()).isEqualTo("served");
    }

    @Test
    void automaticallyOneProcessorIsLeftFree() {
        assertThat(PasswordWorkers.autoWorkers(1)).isEqualTo(1);
        assertThat(PasswordWorkers.autoWorkers(2)).isEqualTo(1);
        assertThat(PasswordWorkers.autoWorkers(8)).isEqualTo(7);
    }

    private Future<String> occupyTheWorker() throws InterruptedException {
        Future<String> served = callers.submit(() -> workers.run(() -> {
            begun.countDown();
            awaitEnd();
            return "served";
        }));
        begun.await();
        return served;
    }

    /** Sends two callers for the one place: once one is refused, the other has it. */
    private Future<String> occupyTheQueue() throws InterruptedException {
        CompletionService<String> both = new ExecutorCompletionService<>(callers);
        Future<String> one = both.submit(() -> workers.run(() -> "waited"));
        Future<String> other = both.submit(() -> workers.run(() -> "waited"));
        assertThatThrownBy(both.take()::get).hasCauseInstanceOf(LoginRefused.class);
        return one.isDone() ? other : one;
    }

    private void awaitEnd() {
        try {
            mayEnd.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void assertBusy(ThrowingCallable call) {
        assertThatExceptionOfType(LoginRefused.class)
                .isThrownBy(call)
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(LoginRefused.Reason.BUSY));
    }
}
