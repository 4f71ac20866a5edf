package dev.postern.cli;

import dev.postern.keys.KeyLife;
import dev.postern.keys.StoredKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "keys", description = "The keys that sign tokens.")
final class KeysCommands extends CommandGroup {
    private static final int MAX_FILE_BYTES = 64 * 1024;

    private final Program program;

    KeysCommands(Program program) {
        this.program = program;
    }

    @Command(
            name = "list",
            description =
                    "List the keys that sign or are accepted, and when one can be retired; with --json, one object"
                            + " per line.",
            mixinStandardHelpOptions = true)
    int list(@Mixin ConfigOption config, @Mixin Output output) throws Exception {
        return program.withKeys(config.file(), keys -> {
            KeyList.print(keys, output);
            return 0;
        });
    }

    @Command(
            name = "rotate",
            description = {
                "Sign with the next key from now on, and make another next key. Needs SECRET_KEY.",
                "Tokens of the key that signed before are accepted until the last has expired."
            },
            mixinStandardHelpOptions = true)
    int rotate(
            @Mixin ConfigOption config,
            @Mixin Output output,
            @Option(
                            names = "--force",
                            description = "Even if services that verify tokens may not know the next key yet.")
                    boolean force)
            throws Exception {
        KeyLife.Rotation rotation = program.withKeys(config.file(), keys -> {
            KeyLife.Rotation made = keys.life().rotate(force);
            keys.audit(made.sentence());
            return made;
        });
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("active", rotation.active().id());
        fields.put("retired", rotation.retired().map(StoredKey::id).orElse(null));
        output.print("Rotated: " + rotation.sentence(), fields);
        return 0;
    }

    /** Which keys to retire. */
    static final class Retired {
        @Parameters(
                arity = "0..1",
                paramLabel = "KID",
                description = "As shown by keys list; write -- KID if it begins with a hyphen.")
        private String id = "";

        @Option(
                names = "--sealed",
                description = "Instead of KID: all keys that SECRET_KEY does not open, if their own is lost.")
        private boolean sealed;

        @Option(names = "--force", description = "Even if tokens of the key are still valid, or if it signs.")
        private boolean force;
    }

    @Command(
            name = "retire",
            description = {
                "Remove a key. Its tokens are refused within a second. Needs SECRET_KEY.",
                "If the key signed, the next key signs instead."
            },
            mixinStandardHelpOptions = true)
    int retire(@Mixin ConfigOption config, @Mixin Output output, @Mixin Retired retired) throws Exception {
        if (retired.sealed != retired.id.isEmpty()) {
            throw new WrongUsage("name the key to retire, or use --sealed");
        }
        return retired.sealed ? retireSealed(config, output) : retireOne(config, output, retired);
    }

    private int retireOne(ConfigOption config, Output output, Retired retired) throws Exception {
        program.withKeys(config.file(), keys -> {
            keys.life().retire(retired.id, retired.force);
            keys.audit("removed: " + retired.id + (retired.force ? ", by force" : ""));
            return 0;
        });
        output.print("Retired " + retired.id, Map.of("kid", retired.id));
        return 0;
    }

    private int retireSealed(ConfigOption config, Output output) throws Exception {
        int count = program.withKeys(config.file(), keys -> {
            int removed = keys.life().retireSealed();
            if (removed > 0) {
                keys.audit("removed: all that SECRET_KEY did not open");
            }
            return removed;
        });
        output.print(
                count == 0 ? "SECRET_KEY opens all keys; none was retired" : "Retired what SECRET_KEY did not open",
                Map.of("retired", count));
        return 0;
    }

    @Command(
            name = "import",
            description = {
                "Import a private key in PEM (PKCS #8) as the next key, instead of the present one. Needs SECRET_KEY.",
                "It signs after the next rotation; at once if no key signs yet."
            },
            mixinStandardHelpOptions = true)
    int importKey(
            @Mixin ConfigOption config,
            @Mixin Output output,
            @Parameters(paramLabel = "FILE", description = "The file, or - for standard input.") String file)
            throws Exception {
        String pem = read(file);
        StoredKey imported = program.withKeys(config.file(), keys -> {
            StoredKey key = keys.life().importPair(pem);
            keys.audit("imported the key " + key.id() + ", to be " + stateOf(key));
            return key;
        });
        output.print(
                "Imported " + imported.id() + ", to be " + stateOf(imported),
                Map.of("kid", imported.id(), "algorithm", imported.algorithm().name(), "state", stateOf(imported)));
        return 0;
    }

    private static String stateOf(StoredKey key) {
        return key.state() == StoredKey.State.NEXT ? "next" : "active";
    }

    private String read(String file) throws WrongUsage {
        try (InputStream in = file.equals("-") ? program.standardInput() : Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length <= MAX_FILE_BYTES) {
                return new String(bytes, StandardCharsets.ISO_8859_1);
            }
        } catch (IOException | InvalidPathException unreadable) {
            throw new WrongUsage("the file " + file + " cannot be read");
        }
        throw new WrongUsage("the file " + file + " is larger than 64KB, which no key is");
    }
}
