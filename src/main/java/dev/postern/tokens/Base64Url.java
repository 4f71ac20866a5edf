package dev.postern.tokens;

import java.util.Base64;

/** Base64url without padding, in its only canonical form (RFC 7515, section 2). */
final class Base64Url {

    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64Url() {}

    static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /** @throws TokenRefused {@code MALFORMED} for no text, and for every spelling but {@link #encode}'s */
    static byte[] decode(String text) throws TokenRefused {
        try {
            byte[] bytes = DECODER.decode(text);
            if (bytes.length > 0 && encode(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException outsideAlphabet) {
            // Refused below.
        }
        throw new TokenRefused(TokenRefused.Reason.MALFORMED);
    }
}
