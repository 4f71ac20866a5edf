package dev.postern.users;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mindrot.jbcrypt.BCrypt;

/**
 * The rules of passwords, and their bcrypt hashes. Thread-safe.
 *
 * <p>{@link #hash} and {@link #verify} take a core for about 2^cost times 60 µs, {@link #isCommon} for some 20 ms: call them on {@link PasswordWorkers}.
 */
public final class Passwords {

    /** bcrypt reads at most this many bytes (Provos and Mazières, "A Future-Adaptable Password Scheme", 1999). */
    private static final int MAX_BYTES = 72;

    /**
     * The most characters of a password that is compared with an imported hash: other systems let bcrypt ignore
     * everything after {@value #MAX_BYTES} bytes.
     */
    private static final int MAX_FOREIGN_CHARS = 1_024;

    private static final String NO_SALT = ".".repeat(22);

    private final int cost;
    private final int minLength;
    private final CommonPasswords common;
    private final Bcrypt bcrypt;

    /**
     * @param cost the logarithm of the rounds of new hashes, 4 to 16; below 10 only for tests
     * @param minLength the fewest code points of a new password, 1 to 72
     * @param siteWords the names of the site, which are too easy to guess
     */
    public Passwords(int cost, int minLength, List<String> siteWords) {
        this(cost, minLength, siteWords, BCrypt::hashpw);
    }

    Passwords(int cost, int minLength, Bcrypt bcrypt) {
        this(cost, minLength, List.of(), bcrypt);
    }

    private Passwords(int cost, int minLength, List<String> siteWords, Bcrypt bcrypt) {
        if (cost < BcryptHash.MIN_COST || cost > BcryptHash.MAX_COST) {
            throw new IllegalArgumentException("bcrypt cost must be 4 to 16, not " + cost);
        }
        if (minLength < 1 || minLength > MAX_BYTES) {
            throw new IllegalArgumentException("minimum length must be 1 to 72, not " + minLength);
        }
        this.cost = cost;
        this.minLength = minLength;
        this.common = new CommonPasswords(siteWords);
        this.bcrypt = bcrypt;
    }

    int minLength() {
        return minLength;
    }

    /** Checks a new password. The minimum length does not apply to existing passwords. */
    public void check(String typed) throws PasswordRefused {
        String password = normal(typed);
        if (!wellFormed(password)) {
            throw PasswordRefused.malformed();
        }
        if (!fits(password)) {
            throw PasswordRefused.tooLong();
        }
        if (password.codePointCount(0, password.length()) < minLength) {
            throw PasswordRefused.tooShort(minLength);
        }
    }

    /** Whether a password that {@link #check} accepts is easily guessed for this user. */
    boolean isCommon(String password, String username) {
        return common.contains(normal(password), username);
    }

    /**
     * A {@code $2a$} hash with a fresh salt.
     *
     * @throws IllegalArgumentException for a password that {@link #check} refuses
     */
    public String hash(String password) {
        if (!canHash(password)) {
            throw new IllegalArgumentException("not a password that bcrypt hashes faithfully");
        }
        return bcrypt.hash(normal(password), BCrypt.gensalt(cost));
    }

    /** Whether {@link #hash} accepts the password. */
    boolean canHash(String password) {
        return hashable(normal(password));
    }

    /** The same for a hash of our own. */
    public boolean verify(String password, Optional<String> storedHash) {
        return verify(password, storedHash, false);
    }

    /**
     * Whether the password is the one that was hashed. A failure takes one hash at the configured cost, whatever the
     * cause: no hash, another kind of hash, a lower cost, or a password that bcrypt would cut or confuse with another.
     * So the response time does not reveal which names exist. Only a hash with a higher cost than configured takes
     * longer. A password with several Unicode forms costs one hash per form, for every account.
     *
     * @param foreign whether the hash was imported from a system that lets bcrypt cut long passwords
     */
    public boolean verify(String password, Optional<String> storedHash, boolean foreign) {
        for (String spelling : spellings(password)) {
            if (verifySpelling(spelling, storedHash, foreign)) {
                return true;
            }
        }
        return false;
    }

    /** Systems type an accent as one code point or as two (Unicode Standard Annex 15); our own hashes are of NFC. */
    private static Set<String> spellings(String password) {
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(normal(password));
        spellings.add(password);
        spellings.add(password.length() > MAX_FOREIGN_CHARS ? password : Normalizer.normalize(password, Form.NFD));
        return spellings;
    }

    private static String normal(String password) {
        return password.length() > MAX_FOREIGN_CHARS ? password : Normalizer.normalize(password, Form.NFC);
    }

    private boolean verifySpelling(String password, Optional<String> storedHash, boolean foreign) {
        boolean comparable = foreign
                ? !password.isEmpty() && password.length() <= MAX_FOREIGN_CHARS && wellFormed(password)
                : hashable(password);
        Optional<BcryptHash> hash = storedHash.flatMap(BcryptHash::parse).filter(parsed -> comparable);
        if (hash.isEmpty()) {
            burn(cost);
            return false;
        }
        return matches(password, hash.get());
    }

    /** Whether the hash was made at a lower cost than is configured; false for what is not a bcrypt hash. */
    public boolean needsRehash(String storedHash) {
        return BcryptHash.parse(storedHash).filter(hash -> hash.cost() < cost).isPresent();
    }

    private boolean matches(String password, BcryptHash stored) {
        // Only the digests: some systems leave unused bits in the last character of the salt, which jbcrypt clears.
        String digest = BcryptHash.digestOf(bcrypt.hash(password, stored.setting()));
        if (MessageDigest.isEqual(digest.getBytes(US_ASCII), stored.digest().getBytes(US_ASCII))) {
            return true;
        }
        // 2^c is spent; with 2^c + 2^(c+1) + … + 2^(cost-1) it makes 2^cost.
        for (int missing = stored.cost(); missing < cost; missing++) {
            burn(missing);
        }
        return false;
    }

    private void burn(int someCost) {
        bcrypt.hash("", BcryptHash.setting(someCost, NO_SALT));
    }

    private static boolean hashable(String password) {
        return !password.isEmpty() && wellFormed(password) && fits(password);
    }

    private static boolean fits(String password) {
        return password.length() <= MAX_BYTES && password.getBytes(UTF_8).length <= MAX_BYTES;
    }

    private static boolean wellFormed(String password) {
        return password.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    }
}
