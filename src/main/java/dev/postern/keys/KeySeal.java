package dev.postern.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.crypto.Base64Url;
import dev.postern.crypto.HmacKey;
import dev.postern.crypto.KeyDerivation;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals private keys for the store: AES-256-GCM (NIST SP 800-38D) under a key derived from {@code SECRET_KEY}, bound to
 * the key's id. So nobody can sign with the store alone, and no sealed key can replace another. Whole rows have a MAC
 * under another derived key: nobody can add or change a key with the store alone. Thread-safe.
 */
public final class KeySeal {
    private static final String LABEL = "postern signing key seal";
    private static final String ROW_LABEL = "postern signing key row";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec current;
    private final Optional<SecretKeySpec> previous;
    private final HmacKey rowKey;
    private final Optional<HmacKey> previousRowKey;
    private final SecureRandom random = new SecureRandom();

    /**
     * A seal under a secret.
     *
     * @param previous the secret before it, under which sealed keys are opened as well
     */
    public KeySeal(KeyDerivation current, Optional<KeyDerivation> previous) {
        this.current = key(current);
        this.previous = previous.map(KeySeal::key);
        this.rowKey = current.hmacKey(ROW_LABEL);
        this.previousRowKey = previous.map(secret -> secret.hmacKey(ROW_LABEL));
    }

    private static SecretKeySpec key(KeyDerivation secret) {
        return new SecretKeySpec(secret.derive(LABEL, KEY_BYTES), "AES");
    }

    /** The MAC of a row's text under the present secret, in base64url. */
    String mac(String row) {
        return Base64Url.encode(rowKey.mac(row.getBytes(UTF_8)));
    }

    /** Whether a MAC is that of a row's text, under the present secret or the previous one. */
    boolean isMac(String mac, String row) {
        byte[] bytes = Base64Url.decode(mac).orElse(new byte[0]);
        byte[] text = row.getBytes(UTF_8);
        return rowKey.isMac(bytes, text)
                || previousRowKey.filter(key -> key.isMac(bytes, text)).isPresent();
    }

    /** The bytes sealed, in base64url. */
    String seal(byte[] bytes, String id) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, current, nonce, id).doFinal(bytes);
            byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return Base64Url.encode(whole);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has AES in GCM", missing);
        }
    }

    /** The bytes of a seal; empty if it is under neither secret, or not of that id. */
    Optional<byte[]> open(String sealed, String id) {
        return open(sealed, id, current).or(() -> previous.flatMap(key -> open(sealed, id, key)));
    }

    /** The same under the present secret, where only the previous one opens it; else as it was. */
    String renewed(String sealed, String id) {
        return open(sealed, id, current).isPresent()
                ? sealed
                : open(sealed, id).map(bytes -> seal(bytes, id)).orElse(sealed);
    }

    private static Optional<byte[]> open(String sealed, String id, SecretKeySpec key) {
        try {
            byte[] whole = Base64Url.decode(sealed).orElse(new byte[0]);
            if (whole.length <= NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key, nonce, id)
                    .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES));
        } catch (AEADBadTagException notOurs) {
            return Optional.empty();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has AES in GCM", missing);
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String id) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(id.getBytes(UTF_8));
        return cipher;
    }
}
