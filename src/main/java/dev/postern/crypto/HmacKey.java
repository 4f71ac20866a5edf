package dev.postern.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key for HMAC with SHA-256 (RFC 2104). Immutable and thread-safe. */
public final class HmacKey {
    /** The length of a MAC, and of a derived key. */
    public static final int BYTES = 32;

    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param key at least one byte */
    public HmacKey(byte[] key) {
        this.key = new SecretKeySpec(key, HMAC);
    }

    /** The MAC of the parts, one after the other. The caller makes sure that no other parts give the same bytes. */
    public byte[] mac(byte[]... parts) {
        Mac mac = start();
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    /** Whether a MAC is that of the parts. Takes the same time wherever they differ. */
    public boolean isMac(byte[] mac, byte[]... parts) {
        return MessageDigest.isEqual(mac, mac(parts));
    }

    /** A claim with its MAC behind a dot. */
    public String signed(String claim) {
        return claim + "." + Base64Url.encode(mac(claim.getBytes(UTF_8)));
    }

    /** The claim of a text that {@link #signed} has made; empty for any other text. */
    public Optional<String> claimOf(String text) {
        int dot = text.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String claim = text.substring(0, dot);
        return Base64Url.decode(text.substring(dot + 1))
                .filter(mac -> isMac(mac, claim.getBytes(UTF_8)))
                .map(mac -> claim);
    }

    private Mac start() {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has " + HMAC, missing);
        }
    }
}
