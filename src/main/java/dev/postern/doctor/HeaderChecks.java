package dev.postern.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.doctor.Call.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Whether what a client says about itself arrives behind the proxy: at the server's own check, and at the application. */
final class HeaderChecks extends Checks {
    private static final String CHECK = "/.postern/check";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Examination examination;
    private final String mark = "forged-" + UUID.randomUUID();

    HeaderChecks(Caller caller, Findings findings, Examination examination) {
        super(caller, findings);
        this.examination = examination;
    }

    @Override
    void run() {
        examination
                .checkTokens()
                .ifPresentOrElse(
                        this::byCheck,
                        () -> findings.warn(
                                "headers",
                                "whether forged headers arrive was not seen, without the server's SECRET_KEY",
                                "run this where the server's SECRET_KEY and settings are"));
        examination.echo().ifPresent(this::byEcho);
    }

    private Call asSomebody(Call call) {
        return caller.verifies()
                ? examination
                        .signedIn()
                        .map(person -> call.with("Cookie", person.cookie()))
                        .orElse(call)
                : call;
    }

    private void byCheck(Supplier<String> tokens) {
        Reply reply = ask(Call.get(CHECK).with("X-Postern-Check", tokens.get()));
        Optional<JsonNode> plain = read(reply);
        if (plain.isEmpty()) {
            findings.warn(
                    "headers",
                    CHECK + " answers " + reply.status() + ", so that it was not seen whether forged headers arrive",
                    "pass " + CHECK
                            + " to the server behind the same rules as the application, as proxy-config does; and run"
                            + " this with the server's SECRET_KEY and store");
            return;
        }
        boolean proxied = plain.get().path("from_trusted_proxy").asBoolean();
        if (!proxied && plain.get().path("headers").isEmpty()) {
            findings.pass("headers", "no proxy is before the server, which removes forged headers itself");
            return;
        }
        if (!proxied) {
            findings.fail(
                    "headers",
                    "a proxy at " + plain.get().path("peer").asText()
                            + " passes requests on, but the server does not trust it",
                    "server.trusted-proxies=" + plain.get().path("peer").asText());
            return;
        }
        origin(plain.get(), reply);
        forged(tokens);
    }

    private static Optional<JsonNode> read(Reply reply) {
        try {
            return Optional.of(JSON.readTree(reply.body()))
                    .filter(node -> reply.status() == 200 && node.has("from_trusted_proxy"));
        } catch (JsonProcessingException other) {
            return Optional.empty();
        }
    }

    /** What the server takes for the request's host and scheme. */
    private void origin(JsonNode seen, Reply reply) {
        List<String> failures = new ArrayList<>();
        if (!seen.path("host").asText().equalsIgnoreCase(caller.authority())) {
            failures.add(
                    "the server sees the host " + seen.path("host").asText() + " instead of " + caller.authority());
        }
        if (seen.path("https").asBoolean() != caller.isHttps()) {
            failures.add("the server takes the request for " + (caller.isHttps() ? "plain HTTP" : "HTTPS"));
        }
        String scheme = caller.isHttps() ? "https://" : "http://";
        String publicUrl = seen.path("public_url").asText();
        if (!publicUrl.startsWith(scheme)) {
            failures.add("server.public-url is " + (publicUrl.isEmpty() ? "not set" : publicUrl) + ", but this page is "
                    + scheme);
        }
        findings.conclude(
                "origin",
                failures,
                "the server sees the host and the scheme that clients use",
                Advice.ORIGIN.text(reply));
    }

    private void forged(Supplier<String> tokens) {
        Call call = Call.get(CHECK).with(ForgedHeaders.identity(mark)).with(ForgedHeaders.forwarded(mark));
        Reply reply = ask(call.with("X-Postern-Check", tokens.get()));
        Optional<JsonNode> seen = read(reply);
        if (seen.isEmpty()) {
            // A proxy may refuse such headers altogether.
            findings.pass("identity-headers", "a request with forged headers is refused: " + reply.status());
            return;
        }
        List<String> identity = new ArrayList<>();
        List<String> forwarded = new ArrayList<>();
        seen.get().path("headers").properties().forEach(header -> {
            String value = header.getValue().toString();
            boolean arrived = value.contains(mark) || value.contains(ForgedHeaders.ADDRESS);
            if (arrived) {
                (isIdentity(header.getKey()) ? identity : forwarded).add(header.getKey());
            }
        });
        conclude("identity-headers", "the server's check", identity, Advice.STRIP, reply);
        conclude("forwarded-headers", "the server's check", forwarded, Advice.FORWARDED, reply);
    }

    private static boolean isIdentity(String name) {
        String plain = name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]", "-");
        return plain.startsWith("x-auth-") || plain.startsWith("remote-");
    }

    private void conclude(String check, String where, List<String> arrived, Advice advice, Reply reply) {
        findings.conclude(
                check,
                arrived.isEmpty()
                        ? List.of()
                        : List.of("a client's own " + String.join(", ", arrived) + " reaches " + where),
                "none of a client's own reaches " + where,
                advice.text(reply));
    }

    /** The application's own page: its location in the proxy may differ from the others. */
    private void byEcho(String path) {
        String control = "seen-" + UUID.randomUUID();
        List<Header> forged = new ArrayList<>();
        List<Header> all = new ArrayList<>(ForgedHeaders.identity(mark));
        all.addAll(ForgedHeaders.forwarded(mark));
        for (int i = 0; i < all.size(); i++) {
            String value = all.get(i).value();
            forged.add(new Header(
                    all.get(i).name(), value.contains(mark) ? value.replace(mark, mark + "-" + i + ".") : value));
        }
        Reply reply = ask(asSomebody(Call.get(path).with("X-Doctor", control)).with(forged));
        if (!reply.body().contains(control)) {
            findings.warn(
                    "echo",
                    path + " answers " + reply.status() + ", and does not show the headers that it got",
                    "name a page of the application that shows them; if only people who are signed in may open it, add --user");
            return;
        }
        List<String> identity = new ArrayList<>();
        List<String> forwarded = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String value = forged.get(i).value();
            if (reply.body().contains(value.contains(mark) ? mark + "-" + i + "." : value)) {
                (isIdentity(all.get(i).name()) ? identity : forwarded)
                        .add(all.get(i).name());
            }
        }
        conclude("echo-identity", path, identity, Advice.STRIP, reply);
        conclude("echo-forwarded", path, forwarded, Advice.FORWARDED, reply);
        upgrade(path);
    }

    /** Behind another protocol, the proxy would pass on requests that nobody has judged. */
    private void upgrade(String path) {
        Reply reply = ask(asSomebody(Call.get(path))
                .with("Connection", "Upgrade, HTTP2-Settings")
                .with("Upgrade", "h2c")
                .with("HTTP2-Settings", "AAMAAABkAARAAAAAAAIAAAAA"));
        Reply twice = ask(asSomebody(Call.get(path))
                .with("Connection", "Upgrade")
                .with("Upgrade", "h2c")
                .with("Upgrade", "websocket"));
        List<String> failures = reply.status() == 101
                        || reply.body().contains("h2c")
                        || twice.body().contains("h2c")
                ? List.of("Upgrade: h2c reaches " + path)
                : List.of();
        findings.conclude(
                "echo-upgrade", failures, "no upgrade but to WebSocket reaches " + path, Advice.UPGRADE.text(reply));
    }
}
