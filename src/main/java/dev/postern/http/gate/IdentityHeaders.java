package dev.postern.http.gate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.gate.Caller;
import dev.postern.gate.PathGroup;
import dev.postern.tokens.TokenSigner;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The headers that tell an application who sends a request. Thread-safe. */
public final class IdentityHeaders {
    /** What the signed tokens are ({@code typ}). */
    static final String TYPE = "identity+jwt";

    private static final Duration LIFETIME = Duration.ofMinutes(1);

    private final TokenSigner signer;
    private final InstantSource clock;

    public IdentityHeaders(TokenSigner signer, InstantSource clock) {
        this.signer = signer;
        this.clock = clock;
    }

    /** All of them, empty for a sender who is not known: some proxies pass the client's own on if one is missing. */
    public Map<String, String> of(PathGroup group, Optional<Caller> caller) {
        String name = caller.map(Caller::username).map(IdentityHeaders::encode).orElse("");
        String roles = caller.map(known -> String.join(",", sorted(known))).orElse("");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Auth-User", name);
        headers.put("X-Auth-Id", caller.map(Caller::id).orElse(""));
        headers.put("X-Auth-Roles", roles);
        headers.put("Remote-User", name);
        headers.put("Remote-Groups", roles);
        headers.put(
                "X-Auth-Token",
                caller.filter(known -> group.identityToken())
                        .map(known -> token(group, known))
                        .orElse(""));
        return headers;
    }

    /** For one group, so that no application can use it on another. */
    private String token(PathGroup group, Caller caller) {
        Instant now = clock.instant();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", group.name());
        claims.put("sub", caller.id());
        claims.put("username", caller.username());
        claims.put("roles", sorted(caller));
        claims.put("exp", now.plus(LIFETIME).getEpochSecond());
        return signer.signStatement(TYPE, claims, now);
    }

    private static List<String> sorted(Caller caller) {
        return caller.roles().size() < 2
                ? List.copyOf(caller.roles())
                : caller.roles().stream().sorted().toList();
    }

    /** The bytes of UTF-8, which Jetty writes as they are. */
    private static String encode(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
