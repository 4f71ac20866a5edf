package dev.postern.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One secret's many keys: HKDF with SHA-256 (RFC 5869), without a salt, the purpose as {@code info}.
 *
 * <p>Keys with different labels reveal nothing about each other or the secret. Immutable and thread-safe.
 */
public final class KeyDerivation {

    private static final int MAX_BYTES = 255 * HmacKey.BYTES;

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

    /** The same as a key for MACs. */
    public HmacKey hmacKey(String label) {
        return new HmacKey(derive(label, HmacKey.BYTES));
    }

    /** The same as a key for sealing. */
    public SealKey sealKey(String label) {
        return new SealKey(derive(label, SealKey.BYTES));
    }

    /** RFC 5869, section 2.2; no salt stands for 32 zero bytes. */
    static byte[] extract(byte[] salt, byte[] inputKey) {
        return new HmacKey(salt.length == 0 ? new byte[HmacKey.BYTES] : salt).mac(inputKey);
    }

    /** RFC 5869, section 2.3. */
    static byte[] expand(byte[] pseudorandomKey, byte[] info, int length) {
        if (length < 1 || length > MAX_BYTES) {
            throw new IllegalArgumentException("a derived key has 1 to " + MAX_BYTES + " bytes, not " + length);
        }
        HmacKey key = new HmacKey(pseudorandomKey);
        byte[] output = new byte[length];
        byte[] block = new byte[0];
        for (int done = 0, counter = 1; done < length; done += HmacKey.BYTES, counter++) {
            block = key.mac(block, info, new byte[] {(byte) counter});
            System.arraycopy(block, 0, output, done, Math.min(HmacKey.BYTES, length - done));
        }
        return output;
    }
}
