package dev.postern.sessions;

import dev.postern.crypto.Base64Url;
import dev.postern.crypto.HmacKey;
import dev.postern.crypto.KeyDerivation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Creates and checks refresh tokens, which are not in the store: {@code prt_} and the base64url of the session's id,
 * the generation, a tag and a MAC. The MAC covers the session's seed as well, so that nobody can forge one with the key
 * or the store alone, and any instance can compute the same token again. The tag covers only the token itself: it
 * detects strings that were never issued, without asking the store. Immutable.
 */
public final class RefreshTokens {
    private static final int ID_BYTES = 16;
    private static final int TAG_BYTES = 16;
    private static final int MAC_BYTES = HmacKey.BYTES;
    private static final int CLAIM_BYTES = ID_BYTES + Long.BYTES;
    private static final int LENGTH = RefreshToken.PREFIX.length() + (CLAIM_BYTES + TAG_BYTES + MAC_BYTES) / 3 * 4;

    private record Keys(HmacKey tag, HmacKey mac) {
        static Keys from(KeyDerivation secret) {
            return new Keys(secret.hmacKey("postern refresh token tag"), secret.hmacKey("postern refresh token mac"));
        }
    }

    private final Keys current;
    private final List<Keys> accepted;

    /**
     * Tokens under a key.
     *
     * @param previous an earlier key, whose tokens are still accepted
     */
    public RefreshTokens(KeyDerivation secret, Optional<KeyDerivation> previous) {
        current = Keys.from(secret);
        accepted = previous.map(old -> List.of(current, Keys.from(old))).orElse(List.of(current));
    }

    /** A token with a valid tag: it was issued here, whether or not its session exists. */
    static final class Tagged {
        private final byte[] claim;
        private final byte[] mac;
        private final Keys keys;

        private Tagged(byte[] bytes, Keys keys) {
            this.claim = Arrays.copyOf(bytes, CLAIM_BYTES);
            this.mac = Arrays.copyOfRange(bytes, CLAIM_BYTES + TAG_BYTES, bytes.length);
            this.keys = keys;
        }

        String sessionId() {
            return Base64Url.encode(Arrays.copyOf(claim, ID_BYTES));
        }

        long generation() {
            return ByteBuffer.wrap(claim).getLong(ID_BYTES);
        }

        /** Whether it is a token of this very session. */
        boolean isOf(StoredSession session) {
            return session.id().equals(sessionId()) && MessageDigest.isEqual(mac, mac(keys, claim, session.seed()));
        }
    }

    /** The token of a session at a generation: always the same one, as long as the key is. */
    String make(StoredSession session, long generation) {
        byte[] claim = ByteBuffer.allocate(CLAIM_BYTES)
                .put(Base64Url.decode(session.id()).orElseThrow())
                .putLong(generation)
                .array();
        byte[] bytes = ByteBuffer.allocate(CLAIM_BYTES + TAG_BYTES + MAC_BYTES)
                .put(claim)
                .put(tag(current, claim))
                .put(mac(current, claim, session.seed()))
                .array();
        return RefreshToken.PREFIX + Base64Url.encode(bytes);
    }

    /** Reads a token; empty for a string that was never issued. */
    Optional<Tagged> read(String text) {
        if (text.length() != LENGTH || !text.startsWith(RefreshToken.PREFIX)) {
            return Optional.empty();
        }
        return Base64Url.decode(text.substring(RefreshToken.PREFIX.length())).flatMap(this::tagged);
    }

    private Optional<Tagged> tagged(byte[] bytes) {
        byte[] claim = Arrays.copyOf(bytes, CLAIM_BYTES);
        byte[] tag = Arrays.copyOfRange(bytes, CLAIM_BYTES, CLAIM_BYTES + TAG_BYTES);
        return accepted.stream()
                .filter(keys -> MessageDigest.isEqual(tag, tag(keys, claim)))
                .findFirst()
                .map(keys -> new Tagged(bytes, keys));
    }

    private static byte[] tag(Keys keys, byte[] claim) {
        return Arrays.copyOf(keys.tag().mac(claim), TAG_BYTES);
    }

    private static byte[] mac(Keys keys, byte[] claim, String seed) {
        return keys.mac().mac(claim, seed.getBytes(StandardCharsets.US_ASCII));
    }
}
