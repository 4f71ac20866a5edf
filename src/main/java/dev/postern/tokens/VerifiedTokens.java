package dev.postern.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers tokens that were verified with one set of keys, so that the slow part of a verification is done once per
 * token.
 *
 * <p>The key is the SHA-256 of the whole text. Only valid tokens are stored, so forged ones displace nothing. There are
 * two generations of at most {@value #GENERATION} tokens each: when the newer one is full, it becomes the older one,
 * and tokens unused since then are dropped. Reading takes no lock. Thread-safe.
 */
final class VerifiedTokens {
    static final int GENERATION = 4_096;

    /** The 256 bits of a digest. */
    record Digest(long first, long second, long third, long fourth) {
        /** Finding the algorithm takes as long as the digest of a token. Each use leaves it as new. */
        private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Digest::sha256);

        static Digest of(String token) {
            ByteBuffer bits = ByteBuffer.wrap(SHA_256.get().digest(token.getBytes(UTF_8)));
            return new Digest(bits.getLong(), bits.getLong(), bits.getLong(), bits.getLong());
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException("every Java has SHA-256", missing);
            }
        }

        /** Any bits of a digest are as good as all of them. */
        @Override
        public int hashCode() {
            return (int) first;
        }
    }

    private final SigningKeys keys;
    private volatile Map<Digest, AccessToken> young = new ConcurrentHashMap<>();
    private volatile Map<Digest, AccessToken> old = Map.of();

    /** @param keys under which all that is remembered here was verified */
    VerifiedTokens(SigningKeys keys) {
        this.keys = keys;
    }

    SigningKeys keys() {
        return keys;
    }

    /** The token of a digest; null if it is not remembered. */
    @Nullable
    AccessToken find(Digest digest) {
        AccessToken found = young.get(digest);
        if (found == null) {
            found = old.get(digest);
            if (found != null) {
                put(digest, found);
            }
        }
        return found;
    }

    void put(Digest digest, AccessToken token) {
        young.put(digest, token);
        if (young.size() >= GENERATION) {
            turn();
        }
    }

    private synchronized void turn() {
        if (young.size() >= GENERATION) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
    }
}
