package dev.postern.doctor;

import dev.postern.doctor.Call.Header;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a client may send about itself, but a proxy must not pass on. */
final class ForgedHeaders {
    /** Of the documentation (RFC 5737): nobody has these addresses. */
    static final List<String> ADDRESSES = List.of("192.0.2.77", "192.0.2.78", "192.0.2.79");

    private static final List<String> IDENTITY =
            List.of("X-Auth-User", "X-Auth-Id", "X-Auth-Roles", "X-Auth-Token", "Remote-User", "Remote-Groups");

    private ForgedHeaders() {}

    /** All of them in two requests: a strict proxy refuses one with odd names, and would hide what the usual ones do. */
    static List<List<Header>> requests(String value) {
        List<Header> usual = new ArrayList<>(forwarded(value));
        List<Header> odd = new ArrayList<>();
        for (Header header : identity(value)) {
            (header.name().matches("[A-Za-z-]+") ? usual : odd).add(header);
        }
        return List.of(usual, odd);
    }

    /** Headers that name a sender, in the spellings that some applications take for the same; each also twice. */
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

    /** Headers that name an address or a request, each with a different value. */
    static List<Header> forwarded(String value) {
        return List.of(
                new Header("X-Forwarded-For", ADDRESSES.get(0)),
                new Header("X-Real-IP", ADDRESSES.get(1)),
                new Header("Forwarded", "for=" + ADDRESSES.get(2) + ";host=" + value),
                new Header("X-Forwarded-Host", value),
                new Header("X-Forwarded-Proto", value),
                new Header("X-Forwarded-Uri", "/" + value),
                new Header("X-Original-URL", "/" + value),
                new Header("X-Rewrite-URL", "/" + value));
    }

    /** What could make the server judge another request than the one that is served. */
    static List<List<Header>> questions(Caller caller) {
        String url = caller.origin() + "/.postern/start";
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
