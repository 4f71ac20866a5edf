package dev.postern.crypto;

import java.util.Base64;
import java.util.Optional;

/** Base64url without padding, in its only canonical form (RFC 7515, section 2). */
public final class Base64Url {
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64Url() {}

    public static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /** Empty for an empty text, and for every spelling but {@link #encode}'s. */
    public static Optional<byte[]> decode(String text) {
        try {
            byte[] bytes = DECODER.decode(text);
            return bytes.length > 0 && encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException outsideAlphabet) {
            return Optional.empty();
        }
    }
}
