package dev.postern.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.AtOnce;
import dev.postern.ops.StoreUnavailable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private final List<List<Integer>> written = Collections.synchronizedList(new ArrayList<>());

    private boolean[] write(List<Integer> changes) {
        written.add(changes);
        boolean[] made = new boolean[changes.size()];
        for (int i = 0; i < made.length; i++) {
            made[i] = changes.get(i) % 2 == 0;
        }
        return made;
    }

    @Test
    void eachIsWrittenOnceAndToldOfItsOwn() throws Exception {
        GroupCommit<Integer> commit = new GroupCommit<>(this::write);
        AtOnce.call(16, n -> {
            for (int i = 0; i < 200; i++) {
                assertThat(commit.make(n * 200 + i)).isEqualTo(i % 2 == 0);
            }
            return n;
        });
        assertThat(written.stream().flatMap(List::stream)).hasSize(3_200).doesNotHaveDuplicates();
    }

    /** Who waits while another writes is written with the next, and fails with it. */
    @Test
    void aWriteThatFailsIsReportedToAllInItAndToNobodyElse() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        GroupCommit<Integer> commit = new GroupCommit<>(changes -> {
            if (changes.contains(0)) {
                begun.countDown();
                await(go);
            } else if (changes.contains(2)) {
                throw new StoreUnavailable("away");
            }
            return write(changes);
        });
        ExecutorService threads = Executors.newCachedThreadPool();
        Future<Boolean> first = threads.submit(() -> commit.make(0));
        begun.await();
        Future<Boolean> second = threads.submit(() -> commit.make(2));
        go.countDown();
        assertThat(first.get()).isTrue();
        assertThatThrownBy(second::get).hasRootCauseInstanceOf(StoreUnavailable.class);
        assertThat(commit.make(4)).isTrue();
        threads.shutdown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
