package dev.postern.http;

import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The form of a request to an OAuth route, each of its fields given once (RFC 6749, section 3.2). */
final class OAuthForm {
    private static final String TYPE = "application/x-www-form-urlencoded";
    private static final String BASIC = "basic ";

    /**
     * What a client proves itself with (RFC 6749, section 2.3.1).
     *
     * @param basic whether by {@code Authorization}, rather than by fields
     */
    record ClientCredentials(String id, String secret, boolean basic) {
        @Override
        public String toString() {
            return "ClientCredentials[" + id + "]";
        }
    }

    private final Map<String, List<String>> fields;
    private final List<String> authorization;

    private OAuthForm(Map<String, List<String>> fields, List<String> authorization) {
        this.fields = fields;
        this.authorization = authorization;
    }

    static OAuthForm of(Context ctx) throws OAuthRefused {
        String type = Optional.ofNullable(ctx.header("Content-Type")).orElse("");
        if (!type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(TYPE)) {
            throw OAuthRefused.invalidRequest("the body must be " + TYPE);
        }
        OAuthForm form =
                new OAuthForm(ctx.formParamMap(), Collections.list(ctx.req().getHeaders("Authorization")));
        for (Map.Entry<String, List<String>> field : form.fields.entrySet()) {
            if (field.getValue().size() != 1) {
                throw OAuthRefused.invalidRequest(Refusals.printable(field.getKey()) + " is given twice");
            }
        }
        return form;
    }

    String required(String name) throws OAuthRefused {
        return optional(name).orElseThrow(() -> OAuthRefused.invalidRequest(name + " is missing"));
    }

    /** A field without a value is as one that is not given (RFC 6749, section 3.2). */
    Optional<String> optional(String name) {
        return Optional.ofNullable(fields.get(name))
                .map(values -> values.get(0))
                .filter(value -> !value.isEmpty());
    }

    ClientCredentials clientCredentials() throws OAuthRefused {
        if (authorization.isEmpty()) {
            Optional<String> id = optional("client_id");
            Optional<String> secret = optional("client_secret");
            if (id.isEmpty() || secret.isEmpty()) {
                throw new OAuthRefused(401, "invalid_client", "the client must prove itself, by Basic or by fields");
            }
            return new ClientCredentials(id.get(), secret.get(), false);
        }
        if (optional("client_secret").isPresent()) {
            throw OAuthRefused.invalidRequest("the client must prove itself in one way, not in two");
        }
        ClientCredentials given = basic();
        if (optional("client_id").filter(id -> !id.equals(given.id())).isPresent()) {
            throw OAuthRefused.invalidRequest("client_id is another than in Authorization");
        }
        return given;
    }

    private ClientCredentials basic() throws OAuthRefused {
        String header = authorization.get(0);
        if (authorization.size() > 1 || !header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            throw OAuthRefused.invalidClient(true);
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
            if (parts.length == 2) {
                return new ClientCredentials(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(parts[1], StandardCharsets.UTF_8),
                        true);
            }
        } catch (IllegalArgumentException malformed) {
            throw OAuthRefused.invalidClient(true);
        }
        throw OAuthRefused.invalidClient(true);
    }
}
