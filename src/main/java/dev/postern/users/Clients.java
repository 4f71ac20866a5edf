package dev.postern.users;

import dev.postern.crypto.RandomText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Services that act for themselves. A secret is {@code pcs_} and 256 random bits. The store has only its SHA-256: a
 * random secret needs no slow hash. Thread-safe.
 */
public final class Clients {
    private static final String PREFIX = "pcs_";
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9._-]{0,63}");

    /** The id that people's tokens are issued to. */
    private static final String PEOPLE = "login";

    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private final ClientStore store;
    private final InstantSource clock;

    public Clients(ClientStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Adds a client, and returns its secret, which cannot be shown again. */
    public String add(String id, Set<String> roles) throws ClientRefused {
        if (!ID.matcher(id).matches() || id.equals(PEOPLE)) {
            throw new ClientRefused(ClientRefused.Reason.INVALID_ID);
        }
        try {
            Roles.check(roles);
        } catch (UserRefused invalid) {
            throw new ClientRefused(ClientRefused.Reason.INVALID_ROLE);
        }
        String secret = PREFIX + RandomText.secret();
        if (!store.insert(new Client(id, roles, now(), Optional.empty()), RandomText.digest(secret))) {
            throw new ClientRefused(ClientRefused.Reason.ID_TAKEN);
        }
        return secret;
    }

    /** The client of this id and secret, whose use is noted once a minute at most. */
    public Optional<Client> authenticate(String id, String secret) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        Optional<Client> client = store.find(id, RandomText.digest(secret));
        Instant now = now();
        client.ifPresent(found -> store.recordUse(found.id(), now, now.minus(NOTED_EVERY)));
        return client;
    }

    /** Whether a client that was authenticated has not been removed since. */
    public boolean isThere(Client client) {
        return store.isThere(client);
    }

    public List<Client> list() {
        return store.list();
    }

    /** Removes a client; its access tokens are refused within a second. */
    public void remove(String id) throws ClientRefused {
        if (!store.remove(id, now())) {
            throw new ClientRefused(ClientRefused.Reason.NOT_FOUND);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
