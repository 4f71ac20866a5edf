package dev.postern.http.gate;

import dev.postern.gate.Verdict;
import dev.postern.metrics.RequestMetrics;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Counts the decisions of the gate, and measures how long they took. Thread-safe. */
public final class DecisionMetrics {
    private static final Map<Verdict.Reason, String> WORDS = new EnumMap<>(Verdict.Reason.class);
    private static final String NO_GROUP = "";

    static {
        for (Verdict.Reason reason : Verdict.Reason.values()) {
            WORDS.put(reason, reason.name().toLowerCase(Locale.ROOT));
        }
    }

    private final RequestMetrics metrics;

    public DecisionMetrics(RequestMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * Counts a verdict.
     *
     * @param begun when the gate was asked, by {@link System#nanoTime()}
     */
    void note(Verdict verdict, long begun) {
        metrics.decided(group(verdict), word(verdict), System.nanoTime() - begun);
    }

    private static String group(Verdict verdict) {
        if (verdict instanceof Verdict.Allowed allowed) {
            return allowed.group().name();
        }
        return verdict instanceof Verdict.NotAdmitted refused ? refused.group().name() : NO_GROUP;
    }

    private static String word(Verdict verdict) {
        if (verdict instanceof Verdict.Allowed allowed) {
            return allowed.waived().isPresent() ? "waived" : "allowed";
        }
        if (verdict instanceof Verdict.NotAdmitted refused) {
            return Objects.requireNonNull(WORDS.get(refused.reason()));
        }
        if (verdict instanceof Verdict.InvalidPath) {
            return "invalid_path";
        }
        if (verdict instanceof Verdict.DoubledCredential) {
            return "doubled_credential";
        }
        return verdict instanceof Verdict.MethodNotAllowed ? "method_not_allowed" : "not_found";
    }
}
