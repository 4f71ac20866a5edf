package dev.postern.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One secret's many keys: HKDF with SHA-256 (RFC 5869), without a salt, the purpose as {@code info}.
 *
 * <p>Keys with different labels reveal nothing about each other or the secret. Immutable and thread-safe.
 */
public final class KeyDerivation {

    private static final String HMAC = "HmacSHA256";
    private static final int HASH_BYTES = 32;
    private static final int MAX_BYTES = 255 * HASH_BYTES;

    private final byte[] pseudorandomKey;

    public KeyDerivation(byte[] secret) {
        this.pseudorandomKey = extract(new byte[0], secret);
    }

    /**
     * The key for one purpose; the same for the same label, and a shorter one begins a longer one.
     *
     * @param length in bytes, 1 to 8160
     * @throws IllegalArgumentException if the length is out of range
     */
    public byte[] derive(String label, int length) {
        return expand(pseudorandomKey, label.getBytes(UTF_8), length);
    }

    /** RFC 5869, section 2.2; no salt stands for 32 zero bytes. */
    static byte[] extract(byte[] salt, byte[] inputKey) {
        return hmac(salt.length == 0 ? new byte[HASH_BYTES] : salt).doFinal(inputKey);
    }

    /** RFC 5869, section 2.3. */
    static byte[] expand(byte[] pseudorandomKey, byte[] info, int length) {
        if (length < 1 || length > MAX_BYTES) {
            throw new IllegalArgumentException("a derived key has 1 to " + MAX_BYTES + " bytes, not " + length);
        }
        Mac mac = hmac(pseudorandomKey);
        byte[] output = new byte[length];
        byte[] block = new byte[0];
        for (int done = 0, counter = 1; done < length; done += HASH_BYTES, counter++) {
            mac.update(block);
            mac.update(info);
            block = mac.doFinal(new byte[] {(byte) counter});
            System.arraycopy(block, 0, output, done, Math.min(HASH_BYTES, length - done));
        }
        return output;
    }

    private static Mac hmac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
