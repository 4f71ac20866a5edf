package dev.postern.doctor;

import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Whether the URL answers, its certificate, and its clock. */
final class TransportChecks {
    private static final Duration SOON = Duration.ofDays(14);
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Caller caller;
    private final Findings findings;
    private final InstantSource clock;

    TransportChecks(Caller caller, Findings findings, InstantSource clock) {
        this.caller = caller;
        this.findings = findings;
        this.clock = clock;
    }

    /**
     * False if there is nothing to examine, because the URL only leads to its HTTPS.
     *
     * @throws IOException if the URL does not answer
     */
    boolean run() throws IOException {
        if (caller.isHttps()) {
            certificate();
        } else {
            findings.warn(
                    "tls",
                    "the URL is plain HTTP, so that anybody on the way can read passwords and cookies",
                    "give the proxy a certificate, and server.public-url https://, unless all of the network is trusted");
        }
        Reply reply = caller.send(Call.get(caller.target()));
        if (!caller.isHttps()
                && reply.isRedirect()
                && reply.header("Location").orElse("").startsWith("https://")) {
            findings.fail(
                    "reachable",
                    "redirects to " + reply.header("Location").orElse(""),
                    "examine the URL with https://");
            return false;
        }
        findings.pass("reachable", "answers with status " + reply.status());
        clock(reply);
        return true;
    }

    private void certificate() throws IOException {
        try {
            expiry(caller.certificateEnd());
            findings.pass("tls", "the certificate is valid for this host");
        } catch (SSLException invalid) {
            boolean byCertificate = causes(invalid).anyMatch(CertificateException.class::isInstance);
            findings.fail(
                    "tls",
                    (byCertificate ? "the certificate is not valid for this host: " : "no TLS connection: ")
                            + reason(invalid),
                    "a certificate for " + caller.authority()
                            + " from an authority that clients know, with its whole chain;"
                            + " no secret is sent until then");
            caller.verifyNoMore();
            expiry(caller.certificateEnd());
        }
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause);
    }

    private void expiry(Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        if (left.isNegative()) {
            findings.fail(
                    "tls-expiry", "the certificate has expired", "renew it, and see why that did not happen by itself");
        } else if (left.compareTo(SOON) < 0) {
            findings.warn(
                    "tls-expiry",
                    "the certificate is valid for another " + left.toDays() + " days",
                    "renew it, and see why that did not happen by itself");
        } else {
            findings.pass("tls-expiry", "the certificate is valid for another " + left.toDays() + " days");
        }
    }

    private void clock(Reply reply) {
        try {
            Instant there = ZonedDateTime.parse(reply.header("Date").orElse(""), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration difference = Duration.between(there, clock.instant()).abs();
            if (difference.compareTo(SKEW) > 0) {
                findings.warn(
                        "clock",
                        "the clock there and the clock here differ by " + difference.toSeconds() + " seconds",
                        "set both by NTP: tokens are refused that seem to come from the future");
            } else {
                findings.pass("clock", "the clock there agrees with the clock here");
            }
        } catch (DateTimeException none) {
            findings.warn("clock", "the answer has no date", "");
        }
    }

    static String reason(IOException failed) {
        if (failed instanceof UnknownHostException) {
            return "the name has no address";
        }
        return failed.getMessage() == null ? failed.toString() : failed.getMessage();
    }
}
