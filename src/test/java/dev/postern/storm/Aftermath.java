package dev.postern.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What must hold once all is calm: who is signed in goes on everywhere, and who signed out goes on nowhere. */
final class Aftermath {
    private static final int TRIES = 50;

    private final Doors doors;
    private final Tally tally;
    private final List<String> problems = new ArrayList<>();
    private int inside;
    private int outside;

    Aftermath(Doors doors, Tally tally) {
        this.doors = doors;
        this.tally = tally;
    }

    /** What did not hold. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** How many were let in everywhere. */
    int inside() {
        return inside;
    }

    /** How many were refused everywhere. */
    int outside() {
        return outside;
    }

    void check(List<Client> clients) throws InterruptedException {
        for (int i = 0; i < doors.count(); i++) {
            int instance = i;
            expect(200, "readiness", () -> doors.ready(instance));
        }
        for (Client client : clients) {
            if (client.isSignedIn()) {
                inside += goesOn(client.pair()) ? 1 : 0;
            } else if (client.ended().isPresent()) {
                outside += isRefused(client.pair()) ? 1 : 0;
            }
        }
    }

    private boolean goesOn(Pair pair) throws InterruptedException {
        Answer answer = expect(200, pair.refresh().place(), () -> doors.refresh(doors.any(), pair.refresh()));
        if (!answer.ok()) {
            return false;
        }
        Pair last = Pair.read(answer.body());
        tally.see(last.refresh());
        boolean everywhere = true;
        for (int i = 0; i < doors.count(); i++) {
            int instance = i;
            everywhere &= expect(200, last.refresh().place(), () -> doors.enter(instance, last.access()))
                    .ok();
        }
        return everywhere;
    }

    private boolean isRefused(Pair pair) throws InterruptedException {
        boolean everywhere = true;
        for (int i = 0; i < doors.count(); i++) {
            int instance = i;
            String who = pair.refresh().place() + ", signed out,";
            everywhere &=
                    expect(401, who, () -> doors.enter(instance, pair.access())).refused();
            everywhere &= expect(401, who, () -> doors.refresh(instance, pair.refresh()))
                    .refused();
        }
        return everywhere;
    }

    /** Asks until it is answered; another answer is a problem. */
    private Answer expect(int status, String what, Supplier<CompletableFuture<Answer>> request)
            throws InterruptedException {
        Answer answer = request.get().join();
        for (int i = 1; i < TRIES && answer.failed(); i++) {
            Span.pause();
            answer = request.get().join();
        }
        if (answer.status() != status) {
            problems.add(what + " got " + answer);
        }
        return answer;
    }
}
