package dev.postern.http.gate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.gate.Caller;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The headers that tell an application who sends a request. */
final class IdentityHeaders {
    private IdentityHeaders() {}

    /** All of them, empty for a sender who is not known: some proxies pass the client's own on if one is missing. */
    static Map<String, String> of(Optional<Caller> caller) {
        String name = caller.map(Caller::username).map(IdentityHeaders::encode).orElse("");
        String roles = caller.map(Caller::roles)
                .map(all -> all.stream().sorted().collect(Collectors.joining(",")))
                .orElse("");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Auth-User", name);
        headers.put("X-Auth-Id", caller.map(Caller::id).orElse(""));
        headers.put("X-Auth-Roles", roles);
        headers.put("Remote-User", name);
        headers.put("Remote-Groups", roles);
        return headers;
    }

    /** The bytes of UTF-8, which Jetty writes as they are. */
    private static String encode(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
