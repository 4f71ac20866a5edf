package dev.postern.doctor;

import dev.postern.doctor.Call.Header;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a client may send about itself, but a proxy must not pass on. */
final class ForgedHeaders {
    /** An address of the documentation (RFC 5737), which nobody has. */
    static final String ADDRESS = "192.0.2.77";

    private static final List<String> IDENTITY =
            List.of("X-Auth-User", "X-Auth-Id", "X-Auth-Roles", "X-Auth-Token", "Remote-User", "Remote-Groups");

    private ForgedHeaders() {}

    /** Headers that name a sender, in the spellings that some applications take for the same; one of them twice. */
    static List<Header> identity(String value) {
        List<Header> headers = new ArrayList<>();
        for (String name : IDENTITY) {
            Set<String> spellings = new LinkedHashSet<>(List.of(
                    name,
                    name.toLowerCase(Locale.ROOT),
                    name.replace('-', '.'),
                    name.replace('-', '_'),
                    name.replaceFirst("-", "_"),
                    name.replaceFirst("-([^-]*)$", "_$1")));
            spellings.forEach(spelling -> headers.add(new Header(spelling, value)));
        }
        return headers;
    }

    /** Whether a header names a sender, in any spelling. */
    static boolean isIdentity(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "-");
        return plain.startsWith("x-auth-") || plain.startsWith("remote-");
    }

    /** Headers that name an address or a request, each with a value that can be told from the others. */
    static List<Header> forwarded(String value) {
        return List.of(
                new Header("X-Forwarded-For", ADDRESS),
                new Header("X-Real-IP", ADDRESS),
                new Header("Forwarded", "for=" + ADDRESS + ";host=" + value),
                new Header("X-Forwarded-Host", value),
                new Header("X-Forwarded-Proto", value),
                new Header("X-Forwarded-Uri", "/" + value),
                new Header("X-Original-URL", "/" + value),
                new Header("X-Rewrite-URL", "/" + value));
    }

    /** What could make the server judge another request than the one that is served. */
    static List<List<Header>> questions(Caller caller) {
        String url = (caller.isHttps() ? "https://" : "http://") + caller.authority() + "/.postern/start";
        return List.of(
                List.of(new Header("X-Forwarded-Uri", "/.postern/start")),
                List.of(new Header("X-Forwarded-Uri", "/login"), new Header("X-Forwarded-Method", "OPTIONS")),
                List.of(new Header("X-Forwarded-Method", "OPTIONS")),
                List.of(new Header("X-Original-URL", url), new Header("X-Original-Method", "GET")),
                List.of(new Header("X-Forwarded-Host", "localhost")),
                List.of(new Header("X-Forwarded-Proto", "https")),
                List.of(new Header("X-Rewrite-URL", "/.postern/start")),
                List.of(new Header("X-Forwarded-For", "127.0.0.1"), new Header("X-Real-IP", "127.0.0.1")),
                List.of(new Header("Connection", "close, Authorization, Cookie, X-Forwarded-Uri, X-Original-URL")));
    }
}
