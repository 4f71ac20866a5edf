package dev.postern.doctor;

import dev.postern.doctor.Call.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Whether what a client says about itself reaches a page of the application that shows its headers. The page's location in
 * the proxy may differ from the others.
 */
final class EchoChecks extends Checks {
    private final String path;
    private final Optional<Examination.SignedIn> person;

    /** @param path of the page */
    EchoChecks(Caller caller, Findings findings, String path, Optional<Examination.SignedIn> person) {
        super(caller, findings);
        this.path = path;
        this.person = person;
    }

    @Override
    void run() {
        String control = "seen-" + UUID.randomUUID();
        Reply plain = ask(call().with("X-Doctor", control));
        if (!plain.body().contains(control)) {
            findings.warn(
                    "echo",
                    path + " answers " + plain.status() + ", and does not show the headers that it got",
                    "name a page of the application that shows them; if only people who are signed in may open it, add"
                            + " --user");
            return;
        }
        Arrivals arrivals = new Arrivals();
        for (List<Header> headers : ForgedHeaders.requests("forged-" + UUID.randomUUID())) {
            List<Header> forged = numbered(headers);
            String body = ask(call().with(forged)).body();
            forged.stream()
                    .filter(header -> body.contains(header.value()))
                    .forEach(header -> arrivals.add(header.name()));
        }
        arrivals.conclude(findings, "echo-", path, plain);
        upgrade();
    }

    private Call call() {
        Call call = Call.get(path);
        return person.filter(signedIn -> caller.verifies())
                .map(signedIn -> call.with("Cookie", signedIn.cookie()))
                .orElse(call);
    }

    /** Each has a value of its own, since a page may show them in any form. */
    private static List<Header> numbered(List<Header> headers) {
        List<Header> numbered = new ArrayList<>();
        for (Header header : headers) {
            String end = "-" + numbered.size() + ".";
            String value = header.value();
            numbered.add(ForgedHeaders.ADDRESSES.contains(value) ? header : new Header(header.name(), value + end));
        }
        return numbered;
    }

    /** Behind another protocol, the proxy would pass on requests that nobody has judged. */
    private void upgrade() {
        Reply reply = ask(call().withH2c());
        Reply twice =
                ask(call().with("Connection", "Upgrade").with("Upgrade", "h2c").with("Upgrade", "websocket"));
        boolean arrives = reply.status() == 101
                || reply.body().contains("h2c")
                || twice.body().contains("h2c");
        findings.conclude(
                "echo-upgrade",
                arrives ? List.of("Upgrade: h2c reaches " + path) : List.of(),
                "no upgrade but to WebSocket reaches " + path,
                Advice.UPGRADE.text(reply));
    }
}
