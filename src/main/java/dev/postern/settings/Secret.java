package dev.postern.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The bytes of a secret, which show themselves to nobody but a caller of {@link #reveal()}. Immutable. */
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

    /** Compares in a time that does not tell where two secrets of one length differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    /** The same for all secrets, as any other would tell something of the content. */
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
