package dev.postern.users;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Random text, and digests of secret random text. */
final class RandomText {
    private static final int ID_BYTES = 16;
    private static final int SECRET_BYTES = 32;
    private static final int PASSWORD_BYTES = 18;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomText() {}

    /** 128 random bits in base64url; none begins with a hyphen: a command would read it as an option. */
    static String id() {
        String id = random(ID_BYTES);
        return id.startsWith("-") ? id() : id;
    }

    /** 256 random bits in base64url. Nobody can guess them, so a fast digest is enough to store. */
    static String secret() {
        return random(SECRET_BYTES);
    }

    /** 144 random bits in base64url: 24 characters, which a person can still copy. */
    static String password() {
        return random(PASSWORD_BYTES);
    }

    /** The SHA-256 of a secret, in base64url. */
    static String digest(String secret) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return encode(sha256.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    private static String random(int bytes) {
        byte[] bits = new byte[bytes];
        RANDOM.nextBytes(bits);
        return encode(bits);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
