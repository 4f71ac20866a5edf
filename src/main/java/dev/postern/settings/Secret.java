package dev.postern.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The bytes of a secret, which only {@link #reveal()} returns. Immutable. */
public final class Secret {

    private final byte[] bytes;

    public Secret(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** The text's bytes in UTF-8. */
    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the bytes. */
    public byte[] reveal() {
        return bytes.clone();
    }

    /** Compares in constant time for secrets of the same length. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    /** The same for all secrets, so that it reveals nothing. */
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
