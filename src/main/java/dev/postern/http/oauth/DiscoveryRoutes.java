package dev.postern.http.oauth;

import dev.postern.gate.Route;
import dev.postern.http.body.EntityTag;
import dev.postern.http.body.Json;
import dev.postern.http.refusal.Refusal;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.tokens.PublishedKey;
import io.javalin.http.Context;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Metadata for clients (RFC 8414), and public keys for services that verify tokens (RFC 7517). */
public final class DiscoveryRoutes {
    private static final List<String> BY_SECRET = List.of("client_secret_basic", "client_secret_post");
    private static final List<String> BY_SECRET_OR_NONE = List.of("client_secret_basic", "client_secret_post", "none");

    /** Never longer than a key is published before it signs. */
    private static final Duration LONGEST_COPY = Duration.ofMinutes(5);

    private final IssuerMetadata issuing;
    private final Optional<URI> publicUrl;
    private final InstantSource clock;
    private final String cacheControl;

    /** @param publicUrl where people reach the server; empty for where the issuer is */
    public DiscoveryRoutes(IssuerMetadata issuing, Optional<URI> publicUrl, InstantSource clock) {
        this.issuing = issuing;
        this.publicUrl = publicUrl;
        this.clock = clock;
        Duration copy = issuing.accessLifetime().compareTo(LONGEST_COPY) < 0 ? issuing.accessLifetime() : LONGEST_COPY;
        cacheControl = "public, max-age=" + copy.toSeconds();
    }

    /** RFC 8414, section 2. */
    public void metadata(Context ctx) {
        requireIssuerAtRoot();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("issuer", issuing.issuer());
        fields.put("token_endpoint", url(Route.OAUTH_TOKEN));
        fields.put("revocation_endpoint", url(Route.OAUTH_REVOKE));
        fields.put("introspection_endpoint", url(Route.OAUTH_INTROSPECT));
        fields.put("jwks_uri", url(Route.KEY_SET));
        fields.put("response_types_supported", List.of());
        fields.put("grant_types_supported", List.of("client_credentials", "refresh_token"));
        fields.put("token_endpoint_auth_methods_supported", BY_SECRET_OR_NONE);
        fields.put("revocation_endpoint_auth_methods_supported", BY_SECRET_OR_NONE);
        fields.put("introspection_endpoint_auth_methods_supported", BY_SECRET);
        publish(ctx, "application/json", fields);
    }

    /** The metadata of an issuer with a path would lie under another path than this (RFC 8414, section 3). */
    private void requireIssuerAtRoot() {
        Optional<URI> url = issuerUrl();
        if (url.isEmpty()) {
            throw new RequestRefused(new Refusal(
                    404,
                    "not_found",
                    "There are metadata only of an issuer that is a URL: set server.public-url, and token.issuer to a URL"
                            + " or not at all."));
        }
        if (!Set.of("", "/").contains(url.get().getRawPath())) {
            throw new RequestRefused(new Refusal(
                    404, "not_found", "There are no metadata of an issuer with a path: set token.issuer without."));
        }
    }

    private Optional<URI> issuerUrl() {
        try {
            URI url = new URI(issuing.issuer());
            boolean isUrl = Set.of("http", "https").contains(String.valueOf(url.getScheme()))
                    && url.getHost() != null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
            return isUrl ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException mereName) {
            return Optional.empty();
        }
    }

    private String url(Route route) {
        return publicUrl.map(URI::toString).orElseGet(() -> issuing.issuer().replaceFirst("/$", "")) + route.path();
    }

    /** RFC 7517, section 5: all public keys of valid or future tokens. */
    public void keySet(Context ctx) {
        List<Map<String, String>> keys = issuing.keys().get().published(clock.instant()).stream()
                .map(PublishedKey::members)
                .toList();
        publish(ctx, "application/jwk-set+json", Map.of("keys", keys));
    }

    private void publish(Context ctx, String type, Object value) {
        byte[] body = Json.write(value);
        EntityTag tag = EntityTag.ofContent(body);
        ctx.header("Cache-Control", cacheControl).header("ETag", tag.text()).contentType(type);
        if (tag.isAmong(ctx.header("If-None-Match"))) {
            ctx.status(304);
            return;
        }
        ctx.result(body);
    }
}
