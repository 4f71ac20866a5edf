package dev.postern.doctor;

import java.util.ArrayList;
import java.util.List;

/** What somebody who is signed in can do, and cannot. */
final class SignedInChecks extends Checks {
    private final Examination.SignedIn person;

    SignedInChecks(Caller caller, Findings findings, Examination.SignedIn person) {
        super(caller, findings);
        this.person = person;
    }

    @Override
    void run() {
        Reply reply = ask(Call.get(caller.target()).with("Cookie", person.cookie()));
        if (reply.status() == 403) {
            findings.warn(
                    "signed-in",
                    person.username() + " is refused with 403",
                    "name somebody whose roles the group wants, or give the role");
        } else if (isStopped(reply) && reply.status() != 404) {
            findings.fail(
                    "signed-in",
                    person.username() + " is refused with " + reply.status() + ", with the cookie of this host",
                    "pass the header Cookie on to the server");
        } else if (reply.status() >= 500) {
            findings.warn("signed-in", "the application answers " + reply.status(), "start the application");
        } else {
            findings.pass("signed-in", person.username() + " reaches the application, which answers " + reply.status());
        }
        otherHost();
    }

    /** A cookie that another application has got is of no use here. */
    private void otherHost() {
        List<String> failures = new ArrayList<>();
        Reply reply = ask(Call.get(caller.target()).with("Cookie", person.otherCookie()));
        if (!isStopped(reply)) {
            failures.add("the cookie of another host is answered with " + reply.status());
        }
        findings.conclude(
                "other-hosts-cookie", failures, "the cookie of another host is refused", Advice.GATE.text(reply));
    }
}
