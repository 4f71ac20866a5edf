package dev.postern.storm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What came of a storm.
 *
 * @param events what went wrong when, as it was meant to
 * @param ended the sessions that were signed out
 */
record Report(Plan plan, Span span, List<String> events, Tally tally, List<Ended> ended, Aftermath aftermath) {
    private static final long TOO_LATE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int SHOWN = 20;

    Report {
        events = List.copyOf(events);
        ended = List.copyOf(ended);
    }

    /** Whether everybody is where they ought to be: inside, or out. */
    boolean isRight() {
        return tally.forks.isEmpty()
                && tally.wronglySignedOut.isEmpty()
                && tally.strange.isEmpty()
                && ended.size() == plan.leaving()
                && aftermath.problems().isEmpty()
                && aftermath.inside() == plan.sessions() - plan.leaving()
                && aftermath.outside() == plan.leaving();
    }

    /** How many of the sessions that were signed out were let in more than a second later. */
    long tooLate() {
        return ended.stream().filter(one -> one.lateness() > TOO_LATE_NS).count();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(events);
        long refreshes = tally.refreshes.sum();
        lines.add(String.format(
                Locale.ROOT,
                "%d sessions on %d instances for %d s; instances killed %d, database restarted %d, failed over %d",
                plan.sessions(),
                plan.instances(),
                plan.length().toSeconds(),
                count(Fault.Kind.KILL),
                count(Fault.Kind.RESTART) + count(Fault.Kind.CRASH),
                count(Fault.Kind.FAILOVER)));
        lines.add(String.format(
                Locale.ROOT,
                "refreshes: %d, %.0f a second; %d of them answered when asked again, %d asked for twice at once",
                refreshes,
                refreshes * 1e9 / plan.length().toNanos(),
                tally.retried.sum(),
                tally.doubled.sum()));
        lines.add(String.format(
                Locale.ROOT,
                "attempts: %d without an answer, %d answered 5xx; the longest time until a refresh succeeded: %.1f s",
                tally.unanswered.sum(),
                tally.serverErrors.sum(),
                tally.longestWait.get() / 1e9));
        show(lines, "forks", tally.forks);
        show(lines, "wrongly signed out", tally.wronglySignedOut);
        show(lines, "signed out as the client asked again past the grace time", tally.askedTooLate);
        show(lines, "answers of no known kind", tally.strange);
        addLateness(lines);
        lines.add(String.format(
                Locale.ROOT,
                "at the end: %d let in by every instance, %d refused by every instance",
                aftermath.inside(),
                aftermath.outside()));
        show(lines, "problems at the end", aftermath.problems());
        return lines;
    }

    private void addLateness(List<String> lines) {
        long[] sorted = ended.stream().mapToLong(Ended::lateness).sorted().toArray();
        lines.add(String.format(
                Locale.ROOT,
                "signed out: %d, and then %d requests with their tokens answered",
                sorted.length,
                ended.stream().mapToLong(one -> one.answers().size()).sum()));
        if (sorted.length > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "last let in after the sign-out: median %.1f ms, 99 %% %.1f ms, worst %.1f ms",
                    rank(sorted, 0.5),
                    rank(sorted, 0.99),
                    rank(sorted, 1)));
        }
        show(lines, "let in late", ended.stream().flatMap(this::tellLate).toList());
        lines.add("let in later than 1 s: " + tooLate());
    }

    private Stream<String> tellLate(Ended one) {
        return one
                .lastAccepted()
                .map(answer -> String.format(
                        Locale.ROOT,
                        "%s, signed out at %s, let in %d times, last by instance %d %.1f ms later, then at %.1f ms not: %s",
                        one.pair().refresh().place(),
                        span.tell(one.at()),
                        one.accepted().size(),
                        answer.instance(),
                        one.lateness() / 1e6,
                        one.shutAfter() / 1e6,
                        answer.body()))
                .stream();
    }

    private static double rank(long[] sorted, double part) {
        return sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)] / 1e6;
    }

    private long count(Fault.Kind kind) {
        return plan.faults().stream().filter(fault -> fault.kind() == kind).count();
    }

    private static void show(List<String> lines, String what, Collection<String> found) {
        lines.add(what + ": " + found.size());
        found.stream().limit(SHOWN).forEach(one -> lines.add("  " + one));
    }
}
