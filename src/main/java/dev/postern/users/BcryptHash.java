package dev.postern.users;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stored bcrypt hash, taken apart.
 *
 * @param cost the logarithm of the rounds, 4 to 16
 * @param salt 22 characters of bcrypt's base64
 * @param digest 31 characters of bcrypt's base64
 */
record BcryptHash(int cost, String salt, String digest) {

    static final int MIN_COST = 4;

    /** About 4 seconds of one core; a more expensive hash in an import must not block the workers. */
    static final int MAX_COST = 16;

    /** {@code $2x$} marks hashes of a faulty implementation, and stays out. */
    private static final Pattern SHAPE =
            Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})");

    private static final int DIGEST_START = 29;

    /**
     * Reads {@code $2a$}, {@code $2b$} (Node, Python) and {@code $2y$} (htpasswd, PHP), which are one function for
     * passwords of at most 72 bytes without NUL; empty for anything else.
     */
    static Optional<BcryptHash> parse(String stored) {
        Matcher shape = SHAPE.matcher(stored);
        if (!shape.matches()) {
            return Optional.empty();
        }
        int cost = Integer.parseInt(shape.group(1));
        if (cost < MIN_COST || cost > MAX_COST) {
            return Optional.empty();
        }
        return Optional.of(new BcryptHash(cost, shape.group(2), shape.group(3)));
    }

    /** What the function needs, besides the password, to make this hash again. */
    String setting() {
        return setting(cost, salt);
    }

    static String setting(int cost, String salt) {
        return "$2a$%02d$%s".formatted(cost, salt);
    }

    /** The part of a whole hash that depends on the password. */
    static String digestOf(String hash) {
        return hash.substring(DIGEST_START);
    }
}
