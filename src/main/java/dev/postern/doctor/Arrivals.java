package dev.postern.doctor;

import java.util.ArrayList;
import java.util.List;

/** The names of forged headers that have arrived somewhere. */
final class Arrivals {
    private final List<String> identity = new ArrayList<>();
    private final List<String> forwarded = new ArrayList<>();

    void add(String name) {
        (ForgedHeaders.isIdentity(name) ? identity : forwarded).add(name);
    }

    /**
     * Adds two findings.
     *
     * @param prefix of the names of the checks
     * @param where the place
     * @param reply by which the proxy is known
     */
    void conclude(Findings findings, String prefix, String where, Reply reply) {
        conclude(findings, prefix + "identity", where, identity, Advice.STRIP.text(reply));
        conclude(findings, prefix + "forwarded", where, forwarded, Advice.FORWARDED.text(reply));
    }

    private static void conclude(Findings findings, String check, String where, List<String> arrived, String change) {
        List<String> failures = arrived.isEmpty()
                ? List.of()
                : List.of("a client's own " + String.join(", ", arrived) + " reaches " + where);
        findings.conclude(check, failures, "none of a client's own reaches " + where, change);
    }
}
