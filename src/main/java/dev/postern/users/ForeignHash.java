package dev.postern.users;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a password's hash is, where it is none that logins can be checked against. */
final class ForeignHash {
    private static final Map<Pattern, String> KINDS = new LinkedHashMap<>();

    static {
        kind("\\$2x\\$.*", "a bcrypt hash of a faulty implementation ($2x$)");
        kind("\\$2[aby]?\\$.*", "a bcrypt hash that is malformed, or of a cost over 16");
        kind("\\$argon2.*", "an Argon2 hash");
        kind("\\$(?:scrypt|7)\\$.*", "an scrypt hash");
        kind("\\$?pbkdf2.*", "a PBKDF2 hash");
        kind("\\$(?:apr)?1\\$.*", "an MD5-crypt hash");
        kind("\\$5\\$.*", "a SHA-256-crypt hash");
        kind("\\$(?:6|sha512)\\$.*", "a SHA-512-crypt hash");
        kind("\\$y\\$.*", "a yescrypt hash");
        kind("\\{S?SHA.*", "a SHA hash");
        kind("[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{128}", "a plain MD5 or SHA hash");
        kind("[./0-9A-Za-z]{13}", "a hash of Unix's old crypt, or a password in the clear");
    }

    private ForeignHash() {}

    private static void kind(String shape, String name) {
        KINDS.put(Pattern.compile(shape, Pattern.DOTALL), name);
    }

    /** Why it cannot be taken; empty if it can. */
    static Optional<String> objection(String hash) {
        if (hash.isEmpty()) {
            return Optional.of("no password hash");
        }
        if (BcryptHash.parse(hash).isPresent()) {
            return Optional.empty();
        }
        String kind = KINDS.entrySet().stream()
                .filter(known -> known.getKey().matcher(hash).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("no hash that is known, perhaps a password in the clear");
        return Optional.of(kind + "; only bcrypt can be imported");
    }
}
