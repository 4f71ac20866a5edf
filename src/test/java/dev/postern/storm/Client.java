package dev.postern.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Somebody with a session, who refreshes it as fast as it goes, and may sign out. It always goes on with the last token
 * that it was given, and asks again with the same one where it was given none.
 */
final class Client implements Callable<Client> {
    private static final int ONE_IN = 50;
    /** How long an instance gives the same successor again, as the settings have it where nothing is set. */
    private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(30);

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final Doors doors;
    private final Doors watched;
    private final Tally tally;
    private final Span span;
    private final double leavesAt;
    private Pair pair;
    private boolean lost;
    private Optional<Ended> ended = Optional.empty();

    Client(Doors doors, Doors watched, Tally tally, Span span, Pair pair, double leavesAt) {
        this.doors = doors;
        this.watched = watched;
        this.tally = tally;
        this.span = span;
        this.pair = pair;
        this.leavesAt = leavesAt;
    }

    Pair pair() {
        return pair;
    }

    /** Whether it ought to be signed in now: it did not sign out, and nobody has refused it. */
    boolean isSignedIn() {
        return !lost && ended.isEmpty();
    }

    /** How its sign-out was heeded; empty if there was none. */
    Optional<Ended> ended() {
        return ended;
    }

    @Override
    public Client call() throws InterruptedException {
        while (isSignedIn() && (!span.isOver() || leavesAt < 1)) {
            if (span.past() < leavesAt) {
                refresh();
            } else {
                signOut();
            }
        }
        return this;
    }

    private void refresh() throws InterruptedException {
        List<Answer> answers = new ArrayList<>();
        long begun = System.nanoTime();
        while (!take(answers)) {
            if (System.nanoTime() - begun > PATIENCE_NS) {
                tally.strange.add("nobody answers: " + tell(answers));
                lost = true;
                return;
            }
            if (!answers.isEmpty()) {
                Span.pause();
            }
            List<Answer> next = present();
            tally.count(next);
            answers.addAll(next);
        }
        tally.longestWait.accumulate(System.nanoTime() - begun);
    }

    /** Presents the token to one instance, or to two at once, and waits until each has answered or failed. */
    private List<Answer> present() {
        int instance = doors.any();
        CompletableFuture<Answer> answer = doors.refresh(instance, pair.refresh());
        if (ThreadLocalRandom.current().nextInt(ONE_IN) > 0) {
            return List.of(answer.join());
        }
        tally.doubled.increment();
        CompletableFuture<Answer> other = doors.refresh(doors.anyBut(instance), pair.refresh());
        return List.of(answer.join(), other.join());
    }

    /** Whether the answers so far tell how to go on: with a successor, or not at all. */
    private boolean take(List<Answer> answers) {
        List<Pair> given = answers.stream()
                .filter(Answer::ok)
                .map(answer -> Pair.read(answer.body()))
                .toList();
        for (Pair successor : given) {
            tally.see(successor.refresh());
            if (!successor.refresh().follows(pair.refresh())) {
                tally.strange.add(pair.refresh().place() + " was followed by "
                        + successor.refresh().place());
            }
        }
        Optional<Answer> refusal = answers.stream().filter(Answer::refused).findFirst();
        if (refusal.isPresent()) {
            boolean inTime = refusal.get().begun() - answers.get(0).begun() < GRACE_NS;
            (inTime ? tally.wronglySignedOut : tally.askedTooLate).add(tell(answers));
            lost = true;
        } else if (!given.isEmpty()) {
            tally.refreshes.increment();
            if (answers.get(0).failed()) {
                tally.retried.increment();
            }
            pair = given.get(0);
        }
        return lost || !given.isEmpty();
    }

    private String tell(List<Answer> answers) {
        return pair.refresh().place() + ": "
                + answers.stream()
                        .map(answer -> "%s instance %d %d%s"
                                .formatted(
                                        span.tell(answer.begun()),
                                        answer.instance(),
                                        answer.status(),
                                        answer.ok() ? "" : " " + answer.body()))
                        .collect(Collectors.joining("; "));
    }

    private void signOut() throws InterruptedException {
        Answer answer = doors.logout(doors.any(), pair.refresh()).join();
        while (answer.failed()) {
            tally.count(List.of(answer));
            Span.pause();
            answer = doors.logout(doors.any(), pair.refresh()).join();
        }
        long at = System.nanoTime();
        if (answer.status() != 204) {
            tally.strange.add("sign-out: " + answer);
        }
        ended = Optional.of(new Watch(watched, pair, at).run());
    }
}
