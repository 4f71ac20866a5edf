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

    HeaderChecks(Caller caller, Findings findings, Examination examination) {
        super(caller, findings);
        this.examination = examination;
    }

    @Override
    void run() {
        if (!caller.verifies()) {
            findings.warn(
                    "headers",
                    "whether forged headers arrive was not seen, since no token is sent without a valid certificate",
                    "correct the certificate first");
            return;
        }
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
        judge(plain.get(), reply, tokens);
    }

    private void judge(JsonNode seen, Reply reply, Supplier<String> tokens) {
        String peer = seen.path("peer").asText();
        boolean proxied = seen.path("from_trusted_proxy").asBoolean();
        if (!proxied && !seen.path("headers").isEmpty()) {
            findings.fail(
                    "headers",
                    "a proxy at " + peer + " passes requests on, but the server does not trust it",
                    "server.trusted-proxies=" + peer);
            return;
        }
        if (proxied) {
            origin(seen, reply);
            publicUrl(seen.path("public_url").asText());
        }
        if (!proxied || seen.path("served_here").asBoolean()) {
            findings.pass("headers", "the server itself passes requests on, and removes forged headers");
        } else {
            forged(tokens);
        }
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
        findings.conclude(
                "origin",
                failures,
                "the server sees the host and the scheme that clients use",
                Advice.ORIGIN.text(reply));
    }

    private void publicUrl(String publicUrl) {
        String scheme = caller.isHttps() ? "https://" : "http://";
        if (publicUrl.startsWith(scheme)) {
            findings.pass("public-url", "server.public-url is " + publicUrl);
        } else {
            findings.fail(
                    "public-url",
                    "server.public-url is " + (publicUrl.isEmpty() ? "not set" : publicUrl) + ", but this page is "
                            + scheme,
                    "server.public-url=" + scheme + "… by which browsers reach the sign-in");
        }
    }

    private void forged(Supplier<String> tokens) {
        String mark = "forged-" + UUID.randomUUID();
        Arrivals arrivals = new Arrivals();
        Reply last = ask(Call.get(CHECK));
        for (List<Call.Header> headers : ForgedHeaders.requests(mark)) {
            last = ask(Call.get(CHECK).with(headers).with("X-Postern-Check", tokens.get()));
            Optional<JsonNode> seen = read(last);
            if (seen.isEmpty() && (last.status() == 404 || !last.isRefusal())) {
                findings.warn(
                        "check-identity",
                        "with forged headers, " + CHECK + " answers " + last.status() + ", so that nothing was seen",
                        "see the server's log");
                return;
            }
            // A proxy may refuse such headers altogether.
            seen.ifPresent(shown -> collect(shown.path("headers"), mark, arrivals));
        }
        arrivals.conclude(findings, "check-", "the server's check", last);
    }

    private static void collect(JsonNode headers, String mark, Arrivals arrivals) {
        headers.properties().forEach(header -> {
            String value = header.getValue().toString();
            if (value.contains(mark) || ForgedHeaders.ADDRESSES.stream().anyMatch(value::contains)) {
                arrivals.add(header.getKey());
            }
        });
    }
}
