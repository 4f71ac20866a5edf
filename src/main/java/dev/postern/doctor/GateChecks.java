package dev.postern.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether a stranger is refused, whatever they send. */
final class GateChecks extends Checks {
    private static final String FORGED_SIGNATURE = "c2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXI";

    private final Set<String> paths = new TreeSet<>();
    private final String target;

    GateChecks(Caller caller, Findings findings, Examination examination) {
        super(caller, findings);
        target = caller.target();
        paths.addAll(examination.paths());
        paths.remove(path(target));
    }

    @Override
    void run() {
        Reply plain = ask(Call.get(target));
        withoutCredential(plain);
        otherPaths(plain);
        forged(plain);
        forgedIdentity(plain);
        forgedForwarded(plain);
        spellings(plain);
        methods(plain);
        background(plain);
        forwardAuth(plain);
    }

    /** The gate answers 401. Anything else may be the application's: a page that is not there is no proof. */
    private void withoutCredential(Reply plain) {
        String seen = target + " answers " + plain.status() + " to a stranger";
        if (plain.status() == 401) {
            findings.pass("no-credential", seen);
        } else if (plain.status() == 403) {
            findings.warn(
                    "no-credential",
                    seen + ", not 401",
                    "see the server's log: a path that no group covers, and a proxy that is not in server.trusted-proxies,"
                            + " are 403");
        } else if (plain.status() >= 500) {
            findings.fail(
                    "no-credential",
                    seen,
                    "see the logs of the proxy and of the server: one of them cannot be reached by the other");
        } else {
            findings.fail("no-credential", seen + ", not 401", Advice.GATE.text(plain));
        }
    }

    /** A location of the proxy may have no gate, though others have one. */
    private void otherPaths(Reply plain) {
        if (paths.isEmpty()) {
            return;
        }
        List<String> failures = new ArrayList<>();
        for (String path : paths) {
            int status = ask(Call.get(path)).status();
            if (status != 401) {
                failures.add(path + " answers " + status + ", not 401");
            }
        }
        findings.conclude(
                "other-groups",
                failures,
                "a stranger is refused at " + String.join(", ", paths),
                Advice.GATE.text(plain));
    }

    private void addUnlessStopped(List<String> failures, String what, Reply reply) {
        if (!isStopped(reply)) {
            failures.add(what + " answers " + reply.status());
        }
    }

    private static String jws(String header, String signature) {
        String claims =
                "{\"iss\":\"postern\",\"aud\":\"postern\",\"sub\":\"1\",\"username\":\"admin\",\"roles\":[\"admin\"],"
                        + "\"exp\":4102444800}";
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(header.getBytes(UTF_8)) + "." + encoder.encodeToString(claims.getBytes(UTF_8))
                + "." + signature;
    }

    private void forged(Reply plain) {
        List<String> failures = new ArrayList<>();
        String none = jws("{\"alg\":\"none\",\"typ\":\"at+jwt\"}", "");
        String signed = jws("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}", FORGED_SIGNATURE);
        for (String token : List.of(none, signed, "x")) {
            addUnlessStopped(
                    failures, "a forged token", ask(Call.get(target).with("Authorization", "Bearer " + token)));
            addUnlessStopped(
                    failures, "a forged X-Postern-Token", ask(Call.get(target).with("X-Postern-Token", token)));
        }
        for (String name : List.of("postern", "__Host-postern", "__Secure-postern")) {
            addUnlessStopped(
                    failures, "a forged cookie", ask(Call.get(target).with("Cookie", name + "=" + "A".repeat(120))));
        }
        String query = target.contains("?") ? target + "&" : target + "?";
        addUnlessStopped(
                failures, "a token in the query", ask(Call.get(query + "access_token=" + signed + "&mode=allow")));
        findings.conclude("forged-token", failures, "forged tokens and cookies are refused", Advice.GATE.text(plain));
    }

    private void forgedIdentity(Reply plain) {
        List<String> identity = new ArrayList<>();
        addUnlessStopped(identity, "a forged X-Auth-User", ask(Call.get(target).with(ForgedHeaders.identity("admin"))));
        findings.conclude(
                "forged-identity", identity, "a stranger who names somebody is refused", Advice.GATE.text(plain));
    }

    private void forgedForwarded(Reply plain) {
        List<String> forwarded = new ArrayList<>();
        for (List<Call.Header> headers : ForgedHeaders.questions(caller)) {
            addUnlessStopped(
                    forwarded,
                    "a forged " + headers.get(0).name(),
                    ask(Call.get(target).with(headers)));
        }
        findings.conclude(
                "forged-forwarded",
                forwarded,
                "a stranger who names another request or address is refused",
                Advice.FORWARDED.text(plain));
    }

    private void spellings(Reply plain) {
        List<String> spellings = Spellings.of(path(target));
        List<String> failures = new ArrayList<>();
        for (String spelling : spellings) {
            addUnlessStopped(failures, spelling, ask(Call.get(spelling)));
        }
        findings.conclude(
                "paths",
                failures,
                spellings.size() + " other spellings of the path are refused",
                Advice.GATE.text(plain));
    }

    private void methods(Reply plain) {
        List<String> failures = new ArrayList<>();
        for (String method : List.of("HEAD", "OPTIONS", "POST")) {
            addUnlessStopped(failures, method, ask(Call.of(method, target)));
        }
        addUnlessStopped(failures, "POST as GET", ask(Call.of("POST", target).with("X-HTTP-Method-Override", "GET")));
        Reply form = ask(Call.of("POST", target).with("Accept", "text/html").withForm("a=b"));
        if (form.isRedirect()) {
            failures.add("a form is redirected, and what was typed is lost");
        }
        findings.conclude("methods", failures, "HEAD, OPTIONS and POST are refused as well", Advice.GATE.text(plain));
    }

    /** A redirect would be followed, and its page taken for data; a dialog would open out of nowhere. */
    private void background(Reply plain) {
        Reply reply = ask(Call.get(target)
                .with("Accept", "text/html")
                .with("Sec-Fetch-Mode", "cors")
                .with("Sec-Fetch-Site", "same-origin")
                .with("X-Requested-With", "XMLHttpRequest"));
        List<String> failures = new ArrayList<>();
        if (!reply.isRefusal()) {
            failures.add("it answers " + reply.status() + " to a background request");
        }
        if (reply.all("WWW-Authenticate").stream().anyMatch(challenge -> challenge.startsWith("Basic"))) {
            failures.add("a background request opens a dialog for a password");
        }
        if (!reply.all("Set-Cookie").isEmpty()) {
            failures.add("a refusal sets a cookie");
        }
        findings.conclude(
                "background",
                failures,
                "a page's background request is refused without a redirect or a dialog",
                Advice.GATE.text(plain));
    }

    /** A stranger who may ask can try tokens, and the application does not notice. The first question would get 200. */
    private void forwardAuth(Reply plain) {
        List<String> failures = new ArrayList<>();
        for (String asked : List.of("/.postern/start", target)) {
            Reply reply = ask(Call.get("/forward-auth")
                    .with("X-Original-URL", caller.origin() + asked)
                    .with("X-Original-Method", "GET"));
            addUnlessStopped(failures, "/forward-auth", reply);
        }
        findings.conclude(
                "forward-auth", failures, "a stranger cannot ask at /forward-auth", Advice.CLOSED.text(plain));
    }
}
