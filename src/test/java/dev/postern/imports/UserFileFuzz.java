package dev.postern.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.Fuzzing;
import java.util.List;
import java.util.Optional;

/** Any file of users, in each format: it is read or refused, and no word about it shows a hash. */
final class UserFileFuzz {
    private static final String HASH = "$2b$10$" + "a".repeat(53);

    private UserFileFuzz() {}

    static List<byte[]> seeds() {
        return List.of(
                seed("username,password_hash,roles,disabled\nann," + HASH + ",\"a, b\",no\n"),
                seed("name;hash;active\nann;" + HASH + ";1\n"),
                seed("ann," + HASH + "\n"),
                seed("{\"username\":\"ann\",\"hash\":\"" + HASH + "\",\"roles\":[\"a\"],\"enabled\":true}\n"),
                seed("[{\"user\":\"ann\",\"password\":\"" + HASH + "\"}]"),
                seed("users:\n  ann:\n    password: " + HASH + "\n    groups: [a, on, 010]\n    disabled: false\n"),
                seed("x: &a {}\nusers:\n  ann: *a\n"),
                seed("ann:" + HASH + "\n# bob\n"));
    }

    private static byte[] seed(String text) {
        return text.getBytes(UTF_8);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        for (ImportFormat format : ImportFormat.values()) {
            read(input, Optional.of(format));
        }
        read(input, Optional.empty());
    }

    private static void read(byte[] input, Optional<ImportFormat> format) {
        try {
            UserFile file = UserFile.parse(input, format);
            file.ignored().forEach(UserFileFuzz::requireNoHash);
            file.records().forEach(record -> requireNoHash(record.problem()));
        } catch (ImportRefused refused) {
            requireNoHash(String.valueOf(refused.getMessage()));
        }
    }

    private static void requireNoHash(String shown) {
        Fuzzing.require(!shown.contains("$2b$"), "no report shows a hash");
    }
}
