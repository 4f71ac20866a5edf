package dev.postern.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.crypto.Base64Url;
import dev.postern.crypto.HmacKey;
import dev.postern.crypto.KeyDerivation;
import dev.postern.crypto.SealKey;
import java.util.Optional;

/**
 * Seals private keys for the store: AES-256-GCM (NIST SP 800-38D) under a key derived from {@code SECRET_KEY}, bound to
 * the key's id. So nobody can sign with the store alone, and no sealed key can replace another. Whole rows have a MAC
 * under another derived key: nobody can add or change a key with the store alone. Thread-safe.
 */
public final class KeySeal {
    private static final String LABEL = "postern signing key seal";
    private static final String ROW_LABEL = "postern signing key row";

    private final SealKey current;
    private final Optional<SealKey> previous;
    private final HmacKey rowKey;
    private final Optional<HmacKey> previousRowKey;

    /**
     * A seal under a secret.
     *
     * @param previous the secret before it, under which sealed keys are opened as well
     */
    public KeySeal(KeyDerivation current, Optional<KeyDerivation> previous) {
        this.current = current.sealKey(LABEL);
        this.previous = previous.map(secret -> secret.sealKey(LABEL));
        this.rowKey = current.hmacKey(ROW_LABEL);
        this.previousRowKey = previous.map(secret -> secret.hmacKey(ROW_LABEL));
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
        return current.seal(bytes, id);
    }

    /** The bytes of a seal; empty if it is under neither secret, or not of that id. */
    Optional<byte[]> open(String sealed, String id) {
        return current.open(sealed, id).or(() -> previous.flatMap(key -> key.open(sealed, id)));
    }

    /** The same under the present secret, where only the previous one opens it; else as it was. */
    String renewed(String sealed, String id) {
        return current.open(sealed, id).isPresent()
                ? sealed
                : open(sealed, id).map(bytes -> seal(bytes, id)).orElse(sealed);
    }
}
