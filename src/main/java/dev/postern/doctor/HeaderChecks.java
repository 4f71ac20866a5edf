package dev.postern.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Whether what a client says about itself arrives behind the proxy, as the server's own check sees it. */
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
        if (seen.isPresent()) {
            Arrivals arrivals = new Arrivals();
            seen.get().path("headers").properties().forEach(header -> {
                String value = header.getValue().toString();
                if (value.contains(mark) || value.contains(ForgedHeaders.ADDRESS)) {
                    arrivals.add(header.getKey());
                }
            });
            arrivals.conclude(findings, "check-", "the server's check", reply);
        } else if (reply.isRefusal() && reply.status() != 404) {
            findings.pass("check-identity", "a request with forged headers is refused with " + reply.status());
        } else {
            findings.warn(
                    "check-identity",
                    "with forged headers, " + CHECK + " answers " + reply.status() + ", so that nothing was seen",
                    "see the server's log");
        }
    }
}
