package dev.postern.users;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The store of clients. Every call is one transaction; instants are kept to the millisecond. */
public interface ClientStore {

    /** Adds a client; false, and nothing changed, when the id is taken. */
    boolean insert(Client client, String secretDigest);

    /** The client of this id and secret. */
    Optional<Client> find(String id, String secretDigest);

    /** Whether the client is still the one that was found, rather than removed, or another of its id. */
    boolean isThere(Client client);

    /** All clients, by their ids. */
    List<Client> list();

    /** Removes a client and revokes its access tokens; false if there is none with this ID. */
    boolean remove(String id, Instant at);

    /** Notes a use, if the last one noted is older than {@code unlessSince}; may be lost by a power loss. */
    void recordUse(String id, Instant at, Instant unlessSince);
}
