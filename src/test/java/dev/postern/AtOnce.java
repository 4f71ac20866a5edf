package dev.postern;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Calls that many threads begin together. */
public final class AtOnce {
    /** What each thread does, knowing its number. */
    @FunctionalInterface
    public interface Call<T> {
        T on(int number) throws Exception;
    }

    private AtOnce() {}

    /** What each of the threads gets, in the order of their numbers, which begin with 0. */
    public static <T> List<T> call(int threads, Call<T> call) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier together = new CyclicBarrier(threads);
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                running.add(pool.submit(() -> {
                    together.await(10, TimeUnit.SECONDS);
                    return call.on(number);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : running) {
                results.add(each.get(30, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
