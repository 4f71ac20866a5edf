package dev.postern.tokens;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The key that signs, and all the keys that are accepted, each under its id.
 *
 * <p>A key carries its algorithm; what a token's header names is only ever compared with it. Immutable and thread-safe.
 */
public final class SigningKeys {
    private final Optional<TokenKey> current;
    private final List<TokenKey> accepted;
    private final Map<String, TokenKey> byId;
    private final Map<String, TokenKey> byHeader;
    private final boolean publicKeys;

    private SigningKeys(Optional<TokenKey> current, List<TokenKey> accepted) {
        this.current = current;
        this.accepted = accepted;
        this.byId = index(accepted, TokenKey::id);
        this.byHeader = index(accepted, TokenKey::header);
        this.publicKeys = accepted.stream().anyMatch(key -> key.published().isPresent());
    }

    private static Map<String, TokenKey> index(List<TokenKey> keys, Function<TokenKey, String> name) {
        return keys.stream().collect(Collectors.toUnmodifiableMap(name, key -> key, (key, same) -> key));
    }

    /**
     * Keys in force.
     *
     * @param current signs, and is accepted
     * @param others are accepted
     */
    public static SigningKeys of(TokenKey current, List<TokenKey> others) {
        return new SigningKeys(
                Optional.of(current),
                Stream.concat(Stream.of(current), others.stream()).toList());
    }

    /**
     * HMAC under one secret, a previous one being accepted as well. A previous one that is too short for the algorithm
     * has signed nothing with it, and is passed over.
     *
     * @throws IllegalArgumentException if the current secret is shorter than the algorithm asks
     */
    public static SigningKeys ofSecrets(TokenAlgorithm algorithm, byte[] current, Optional<byte[]> previous) {
        return of(
                TokenKey.ofSecret(algorithm, current),
                previous.stream()
                        .filter(secret -> secret.length >= algorithm.secretBytes())
                        .map(secret -> TokenKey.ofSecret(algorithm, secret))
                        .toList());
    }

    /** These keys, and more that are accepted. */
    public SigningKeys accepting(List<TokenKey> more) {
        return new SigningKeys(
                current, Stream.concat(accepted.stream(), more.stream()).toList());
    }

    /** Those of the keys that have one of these ids. */
    public SigningKeys retaining(Set<String> ids) {
        return new SigningKeys(
                current.filter(key -> ids.contains(key.id())),
                accepted.stream().filter(key -> ids.contains(key.id())).toList());
    }

    /**
     * The key that signs.
     *
     * @throws KeysNotLoaded if it was taken away, and no other is known yet
     */
    public TokenKey current() {
        return current.orElseThrow(KeysNotLoaded::new);
    }

    /** The key that signs; empty if it was taken away, and no other is known yet. */
    public Optional<TokenKey> tryCurrent() {
        return current;
    }

    /** Whether a public key is among those that are accepted. */
    boolean hasPublicKeys() {
        return publicKeys;
    }

    /** All that are accepted, the one that signs first. */
    public List<TokenKey> accepted() {
        return accepted;
    }

    /** The public keys by which others can verify what is signed now, was signed, or will be. */
    public List<PublishedKey> published(Instant now) {
        return accepted.stream()
                .filter(key -> !key.isOver(now))
                .flatMap(key -> key.published().stream())
                .toList();
    }

    /**
     * The key for a token with this header segment. Headers of our own making are known by their text; only others are
     * parsed.
     */
    TokenKey forHeader(String segment, Instant now) throws TokenRefused {
        TokenKey known = byHeader.get(segment);
        TokenKey key = known != null ? known : forHeader(JoseHeader.read(segment));
        if (key.isOver(now)) {
            throw new TokenRefused(TokenRefused.Reason.UNKNOWN_KEY);
        }
        return key;
    }

    private TokenKey forHeader(JoseHeader header) throws TokenRefused {
        TokenKey key = byId.get(header.keyId());
        if (key == null) {
            throw new TokenRefused(TokenRefused.Reason.UNKNOWN_KEY);
        }
        if (!key.algorithm().equals(header.algorithm())) {
            throw new TokenRefused(TokenRefused.Reason.HEADER);
        }
        return key;
    }
}
