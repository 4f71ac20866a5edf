package dev.postern.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** Random text, and digests of secret random text. */
public final class RandomText {
    private static final int ID_BYTES = 16;
    private static final int SECRET_BYTES = 32;
    private static final int PASSWORD_BYTES = 18;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomText() {}

    /** 128 random bits in base64url; none begins with a hyphen: a command would read it as an option. */
    public static String id() {
        String id = random(ID_BYTES);
        return id.startsWith("-") ? id() : id;
    }

    /** 256 random bits in base64url. Nobody can guess them, so a fast digest is enough to store. */
    public static String secret() {
        return random(SECRET_BYTES);
    }

    /** 144 random bits in base64url: 24 characters, which a person can still copy. */
    public static String password() {
        return random(PASSWORD_BYTES);
    }

    /** The SHA-256 of a secret, in base64url. */
    public static String digest(String secret) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return Base64Url.encode(sha256.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    private static String random(int bytes) {
        byte[] bits = new byte[bytes];
        RANDOM.nextBytes(bits);
        return Base64Url.encode(bits);
    }
}
