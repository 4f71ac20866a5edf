package dev.postern.http.oauth;

import dev.postern.http.body.FormFields;
import dev.postern.users.Client;
import dev.postern.users.Clients;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Authenticates the client of a request to an OAuth route (RFC 6749, section 2.3): by HTTP Basic or by fields, never by
 * both. Without a client ID, or with {@code login}, it is the public client that people's tokens are issued to.
 */
public final class ClientAuthentication {
    /** The id of the public client. */
    static final String PUBLIC = "login";

    private static final String BASIC = "basic ";

    private final Clients clients;

    public ClientAuthentication(Clients clients) {
        this.clients = clients;
    }

    /** The authenticated client; empty for the public one. */
    Optional<Client> find(OAuthForm form) throws OAuthRefused {
        return form.authorization().isEmpty() ? byFields(form) : byBasic(form);
    }

    /** The authenticated client, which is required. */
    Client require(OAuthForm form) throws OAuthRefused {
        return find(form)
                .orElseThrow(() -> OAuthRefused.invalidClient("the client must prove itself, by Basic or by fields"));
    }

    private Optional<Client> byFields(OAuthForm form) throws OAuthRefused {
        Optional<String> id = form.optional("client_id");
        Optional<String> secret = form.optional("client_secret");
        if (secret.isEmpty() && id.filter(named -> !named.equals(PUBLIC)).isEmpty()) {
            return Optional.empty();
        }
        if (secret.isEmpty() || id.isEmpty()) {
            throw OAuthRefused.invalidClient("client_id and client_secret go together");
        }
        return Optional.of(authenticate(id.get(), secret.get()));
    }

    private Optional<Client> byBasic(OAuthForm form) throws OAuthRefused {
        if (form.optional("client_secret").isPresent()) {
            throw OAuthRefused.invalidRequest("the client must prove itself in one way, not in two");
        }
        String[] given = basic(form.authorization());
        if (form.optional("client_id").filter(id -> !id.equals(given[0])).isPresent()) {
            throw OAuthRefused.invalidRequest("client_id is another than in Authorization");
        }
        // A client without a secret has an empty one (RFC 6749, section 2.3.1).
        return given[0].equals(PUBLIC) && given[1].isEmpty()
                ? Optional.empty()
                : Optional.of(authenticate(given[0], given[1]));
    }

    /**
     * Refuses a client that was removed during its request. Call it after the token was signed: a later removal refuses
     * that token.
     */
    void requireStillThere(Client client) throws OAuthRefused {
        if (!clients.isThere(client)) {
            throw unknown();
        }
    }

    private Client authenticate(String id, String secret) throws OAuthRefused {
        return clients.authenticate(id, secret).orElseThrow(ClientAuthentication::unknown);
    }

    private static OAuthRefused unknown() {
        return OAuthRefused.invalidClient("no client of this id and secret");
    }

    /** Id and secret, each encoded as in a form before they were joined (RFC 6749, section 2.3.1). */
    private static String[] basic(List<String> authorization) throws OAuthRefused {
        String header = authorization.get(0);
        if (authorization.size() == 1 && header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            try {
                byte[] decoded = Base64.getDecoder()
                        .decode(header.substring(BASIC.length()).strip());
                String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
                if (parts.length == 2) {
                    return new String[] {FormFields.decode(parts[0]), FormFields.decode(parts[1])};
                }
            } catch (IllegalArgumentException | FormFields.Malformed malformed) {
                throw unknown();
            }
        }
        throw unknown();
    }
}
