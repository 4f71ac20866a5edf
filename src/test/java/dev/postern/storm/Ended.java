package dev.postern.storm;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a sign-out was heeded.
 *
 * @param at when it was confirmed, in {@link System#nanoTime()}
 * @param answers to requests with its tokens since, but for those that failed
 */
record Ended(Pair pair, long at, List<Answer> answers) {
    Ended {
        answers = List.copyOf(answers);
    }

    List<Answer> accepted() {
        return answers.stream().filter(Answer::ok).toList();
    }

    /** The answer to the request that was begun last of those that were let in. */
    Optional<Answer> lastAccepted() {
        return accepted().stream().max(Comparator.comparingLong(Answer::begun));
    }

    /** How long after the sign-out the last request was begun that was let in, in nanoseconds; 0 if none was. */
    long lateness() {
        return lastAccepted().map(last -> last.begun() - at).orElse(0L);
    }

    /** How long after the sign-out the first request after that one was begun, of the same instance; 0 as well. */
    long shutAfter() {
        return lastAccepted()
                .flatMap(last -> answers.stream()
                        .filter(answer -> answer.instance() == last.instance() && answer.begun() > last.begun())
                        .min(Comparator.comparingLong(Answer::begun)))
                .map(next -> next.begun() - at)
                .orElse(0L);
    }
}
