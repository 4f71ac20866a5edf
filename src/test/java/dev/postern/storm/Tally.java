package dev.postern.storm;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What all clients together have met with. Safe for use by many threads. */
final class Tally {
    final LongAdder refreshes = new LongAdder();
    /** Refreshes that were answered only when they were asked for again. */
    final LongAdder retried = new LongAdder();
    /** Refreshes that were asked for twice at once. */
    final LongAdder doubled = new LongAdder();

    final LongAdder unanswered = new LongAdder();
    final LongAdder serverErrors = new LongAdder();
    final LongAccumulator longestWait = new LongAccumulator(Math::max, 0);
    final Queue<String> forks = new ConcurrentLinkedQueue<>();
    final Queue<String> wronglySignedOut = new ConcurrentLinkedQueue<>();
    /** Signed out since the client asked again only when the grace time was over: its fault, or the machine's. */
    final Queue<String> askedTooLate = new ConcurrentLinkedQueue<>();

    final Queue<String> strange = new ConcurrentLinkedQueue<>();

    private final Map<String, String> chains = new ConcurrentHashMap<>();

    /** Sees a token: no other may stand in its place. */
    void see(Link token) {
        String first = chains.putIfAbsent(token.place(), token.text());
        if (first != null && !first.equals(token.text())) {
            forks.add(token.place() + ": " + first + " and " + token.text());
        }
    }

    /** Counts the failures among answers, and keeps those that nobody can explain. */
    void count(List<Answer> answers) {
        for (Answer answer : answers) {
            if (answer.status() == Answer.NONE) {
                unanswered.increment();
            } else if (answer.failed()) {
                serverErrors.increment();
            } else if (answer.status() >= 300 && !answer.refused()) {
                strange.add(answer.toString());
            }
        }
    }
}
