package dev.postern.doctor;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/**
 * Examines a deployment from outside. It sends requests to the host of the URL alone: GET, HEAD, OPTIONS, and POST without
 * a credential.
 */
public final class Doctor {
    private Doctor() {}

    /** The findings, in the order of the checks. If the URL cannot be reached, that is the only one. */
    public static List<Finding> examine(Examination examination, Names names, InstantSource clock) {
        Findings findings = new Findings();
        try {
            Caller caller = new Caller(examination.url(), names);
            if (!new TransportChecks(caller, findings, clock).run()) {
                return findings.all();
            }
            new GateChecks(caller, findings, examination).run();
            new UpgradeChecks(caller, findings).run();
            new SignInChecks(caller, findings).run();
            new HeaderChecks(caller, findings, examination).run();
            examination.echo().ifPresent(path -> new EchoChecks(caller, findings, path, examination.signedIn()).run());
            if (caller.verifies()) {
                examination.signedIn().ifPresent(person -> new SignedInChecks(caller, findings, person).run());
            }
            // A connection that was closed without an answer was taken for a refusal.
            caller.send(Call.get(caller.target()));
        } catch (IOException failed) {
            findings.fail(
                    "reachable",
                    examination.url() + " does not answer: " + TransportChecks.reason(failed),
                    "start the proxy and the server, or correct the URL");
        }
        return findings.all();
    }
}
