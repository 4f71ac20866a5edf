package dev.postern.tokens;

import com.auth0.jwt.algorithms.Algorithm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The key that signs, and all the keys that are accepted, each under its id.
 *
 * <p>A key carries its algorithm; what a token's header names is only ever compared with it. Immutable and thread-safe.
 */
public final class SigningKeys {

    /** The fewest bytes of an HS256 key (RFC 7518, section 3.2). */
    private static final int MIN_SECRET_BYTES = 32;

    /** 72 bits: enough to tell keys apart, and a whole number of base64url characters. */
    private static final int KEY_ID_BYTES = 9;

    private final TokenKey current;
    private final Map<String, TokenKey> byId;
    private final Map<String, TokenKey> byHeader;

    private SigningKeys(TokenKey current, List<TokenKey> accepted) {
        this.current = current;
        this.byId = index(accepted, TokenKey::id);
        this.byHeader = index(accepted, TokenKey::header);
    }

    private static Map<String, TokenKey> index(List<TokenKey> keys, Function<TokenKey, String> name) {
        return keys.stream().collect(Collectors.toUnmodifiableMap(name, key -> key, (key, same) -> key));
    }

    /**
     * HMAC with SHA-256.
     *
     * <p>Ids are derived from the keys, so instances with the same secret agree on them, and an id says nothing of its
     * key.
     *
     * @param current signs, and is accepted
     * @param previous is accepted
     * @throws IllegalArgumentException if a key has fewer than 32 bytes
     */
    public static SigningKeys hs256(byte[] current, Optional<byte[]> previous) {
        TokenKey signing = hs256(current);
        return new SigningKeys(
                signing,
                Stream.concat(Stream.of(signing), previous.stream().map(SigningKeys::hs256))
                        .toList());
    }

    private static TokenKey hs256(byte[] secret) {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("a key has at least " + MIN_SECRET_BYTES + " bytes");
        }
        byte[] id = new KeyDerivation(secret).derive("postern HS256 key id", KEY_ID_BYTES);
        return new TokenKey(Base64Url.encode(id), Algorithm.HMAC256(secret));
    }

    TokenKey current() {
        return current;
    }

    /**
     * The key for a token with this header segment. Headers of our own making are known by their text; only others are
     * parsed.
     */
    TokenKey forHeader(String segment) throws TokenRefused {
        TokenKey known = byHeader.get(segment);
        return known != null ? known : forHeader(JoseHeader.read(segment));
    }

    private TokenKey forHeader(JoseHeader header) throws TokenRefused {
        TokenKey key = byId.get(header.keyId());
        if (key == null) {
            throw new TokenRefused(TokenRefused.Reason.UNKNOWN_KEY);
        }
        if (!key.algorithm().getName().equals(header.algorithm())) {
            throw new TokenRefused(TokenRefused.Reason.HEADER);
        }
        return key;
    }
}
