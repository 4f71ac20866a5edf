package dev.postern.keys;

import dev.postern.tokens.TokenAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A key pair in the store. First it is published, then it signs, then it is accepted as long as its tokens may be
 * valid.
 *
 * @param id the thumbprint of the public key
 * @param publicKey its X.509 encoding in base64url
 * @param sealed the private key, sealed; empty once the key no longer signs
 * @param usableFrom when every service had the time to learn of the key, so that it may sign
 * @param longestToken the longest life of an access token under which the key has signed
 * @param activatedAt when it began to sign
 * @param retiredAt when it ceased to
 * @param acceptedUntil when, after that, the last of its tokens has expired
 * @param seal a MAC over all other fields under {@code SECRET_KEY}, which nobody can compute with the store alone;
 *     empty in rows of earlier versions
 */
public record StoredKey(
        String id,
        TokenAlgorithm algorithm,
        String publicKey,
        String sealed,
        Instant createdAt,
        Instant usableFrom,
        Duration longestToken,
        Optional<Instant> activatedAt,
        Optional<Instant> retiredAt,
        Optional<Instant> acceptedUntil,
        String seal) {

    /** A key that is not sealed yet. */
    public StoredKey(
            String id,
            TokenAlgorithm algorithm,
            String publicKey,
            String sealed,
            Instant createdAt,
            Instant usableFrom,
            Duration longestToken,
            Optional<Instant> activatedAt,
            Optional<Instant> retiredAt,
            Optional<Instant> acceptedUntil) {
        this(
                id,
                algorithm,
                publicKey,
                sealed,
                createdAt,
                usableFrom,
                longestToken,
                activatedAt,
                retiredAt,
                acceptedUntil,
                "");
    }

    /** Everything that the seal covers, each part with its length, so that no two rows have the same text. */
    String covered() {
        return Stream.of(
                        id,
                        algorithm.name(),
                        publicKey,
                        sealed,
                        millis(Optional.of(createdAt)),
                        millis(Optional.of(usableFrom)),
                        Long.toString(longestToken.toMillis()),
                        millis(activatedAt),
                        millis(retiredAt),
                        millis(acceptedUntil))
                .map(part -> part.length() + ":" + part)
                .collect(Collectors.joining());
    }

    private static String millis(Optional<Instant> instant) {
        return instant.map(at -> Long.toString(at.toEpochMilli())).orElse("");
    }

    StoredKey withSeal(String mac) {
        return new StoredKey(
                id,
                algorithm,
                publicKey,
                sealed,
                createdAt,
                usableFrom,
                longestToken,
                activatedAt,
                retiredAt,
                acceptedUntil,
                mac);
    }

    /** Where a key is in its life. */
    public enum State {
        /** Published, and waiting for its turn. */
        NEXT,
        /** Signs. */
        ACTIVE,
        /** No longer signs; its tokens are accepted until the last has expired. */
        RETIRED
    }

    public State state() {
        if (retiredAt.isPresent()) {
            return State.RETIRED;
        }
        return activatedAt.isPresent() ? State.ACTIVE : State.NEXT;
    }

    /** Whether the last of its tokens has expired. */
    public boolean isOver(Instant now) {
        return acceptedUntil.filter(end -> !now.isBefore(end)).isPresent();
    }

    StoredKey resealed(String other) {
        return changed(other, longestToken, activatedAt, retiredAt, acceptedUntil);
    }

    /** Whether every service has had the time to learn of the key. */
    boolean isUsable(Instant now) {
        return !now.isBefore(usableFrom);
    }

    /** The key with a longer token lifetime; unchanged if it is not longer. */
    StoredKey signingFor(Duration lifetime) {
        Duration longer = lifetime.compareTo(longestToken) > 0 ? lifetime : longestToken;
        return changed(sealed, longer, activatedAt, retiredAt, acceptedUntil);
    }

    StoredKey activated(Instant at) {
        return changed(sealed, longestToken, Optional.of(at), Optional.empty(), Optional.empty());
    }

    /** The key without its private key, which is no longer needed. */
    StoredKey retired(Instant at, Instant until) {
        return changed("", longestToken, activatedAt, Optional.of(at), Optional.of(until));
    }

    /** With the old seal, which is invalid if any field changed. */
    private StoredKey changed(
            String otherSealed,
            Duration otherLongest,
            Optional<Instant> otherActivated,
            Optional<Instant> otherRetired,
            Optional<Instant> otherUntil) {
        return new StoredKey(
                id,
                algorithm,
                publicKey,
                otherSealed,
                createdAt,
                usableFrom,
                otherLongest,
                otherActivated,
                otherRetired,
                otherUntil,
                seal);
    }
}
