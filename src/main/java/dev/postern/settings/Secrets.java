package dev.postern.settings;

import java.util.Optional;

/**
 * The secrets of this installation. {@link SecretsReader} makes it.
 *
 * @param secretKey signs tokens, and every other secret is derived from it; at least {@value #MIN_KEY_BYTES} bytes
 * @param previousSecretKey still accepted, never used to sign; as long, and not the same
 * @param adminPassword for the first administrator, when the store is empty
 * @param storePassword of the role in PostgreSQL
 */
public record Secrets(
        Secret secretKey,
        Optional<Secret> previousSecretKey,
        Optional<Secret> adminPassword,
        Optional<Secret> storePassword) {

    /** The hash length of HS256, the least that RFC 7518, section 3.2, allows. */
    static final int MIN_KEY_BYTES = 32;

    static final String SECRET_KEY = "SECRET_KEY";
    static final String PREVIOUS_SECRET_KEY = "SECRET_KEY_PREVIOUS";
    static final String ADMIN_PASSWORD = "ADMIN_PASSWORD";
    static final String STORE_PASSWORD = "STORE_PASSWORD";

    public Secrets {
        if (isShort(secretKey) || previousSecretKey.filter(Secrets::isShort).isPresent()) {
            throw new IllegalArgumentException("a secret key of less than " + MIN_KEY_BYTES + " bytes");
        }
        if (previousSecretKey.filter(secretKey::equals).isPresent()) {
            throw new IllegalArgumentException("a previous secret key that is the present one");
        }
    }

    static boolean isShort(Secret key) {
        return key.reveal().length < MIN_KEY_BYTES;
    }
}
