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
        List<Header> forged = forged();
        Reply reply = ask(call().with("X-Doctor", control).with(forged));
        if (!reply.body().contains(control)) {
            findings.warn(
                    "echo",
                    path + " answers " + reply.status() + ", and does not show the headers that it got",
                    "name a page of the application that shows them; if only people who are signed in may open it, add"
                            + " --user");
            return;
        }
        Arrivals arrivals = new Arrivals();
        forged.stream()
                .filter(header -> reply.body().contains(header.value()))
                .forEach(header -> arrivals.add(header.name()));
        arrivals.conclude(findings, "echo-", path, reply);
        upgrade();
    }

    private Call call() {
        Call call = Call.get(path);
        return person.filter(signedIn -> caller.verifies())
                .map(signedIn -> call.with("Cookie", signedIn.cookie()))
                .orElse(call);
    }

    /** Each has a value of its own, since a page may show them in any form. */
    private static List<Header> forged() {
        String mark = "forged-" + UUID.randomUUID();
        List<Header> all = new ArrayList<>(ForgedHeaders.identity(mark));
        all.addAll(ForgedHeaders.forwarded(mark));
        List<Header> numbered = new ArrayList<>();
        for (Header header : all) {
            String own = mark + "-" + numbered.size() + ".";
            numbered.add(new Header(header.name(), header.value().replace(mark, own)));
        }
        return numbered;
    }

    /** Behind another protocol, the proxy would pass on requests that nobody has judged. */
    private void upgrade() {
        Reply reply = ask(call().with("Connection", "Upgrade, HTTP2-Settings")
                .with("Upgrade", "h2c")
                .with("HTTP2-Settings", "AAMAAABkAARAAAAAAAIAAAAA"));
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
