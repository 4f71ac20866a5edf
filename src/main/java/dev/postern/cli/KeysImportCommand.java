package dev.postern.cli;

import dev.postern.keys.StoredKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "Bring a private key in PEM (PKCS #8), to be the next in place of the one that is. Needs SECRET_KEY.",
            "It signs once keys rotate has let it; where no key signs yet, at once."
        },
        mixinStandardHelpOptions = true)
final class KeysImportCommand implements Callable<Integer> {
    private static final int MAX_BYTES = 64 * 1024;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Parameters(paramLabel = "FILE", description = "The file, or - for standard input.")
    private String file = "";

    private final Program house;

    KeysImportCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        String pem = read();
        StoredKey brought = house.withKeys(config.file(), keys -> {
            StoredKey key = keys.life().bring(pem);
            keys.tell("the key " + key.id() + " was brought, to be " + standing(key));
            return key;
        });
        output.print(
                "Imported " + brought.id() + ", to be " + standing(brought),
                Map.of("kid", brought.id(), "algorithm", brought.algorithm().name(), "state", standing(brought)));
        return 0;
    }

    private static String standing(StoredKey key) {
        return key.state() == StoredKey.State.NEXT ? "next" : "active";
    }

    private String read() throws WrongUsage {
        try (InputStream in = file.equals("-") ? house.standardInput() : Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length <= MAX_BYTES) {
                return new String(bytes, StandardCharsets.ISO_8859_1);
            }
        } catch (IOException | java.nio.file.InvalidPathException unreadable) {
            throw new WrongUsage("the file " + file + " cannot be read");
        }
        throw new WrongUsage("the file " + file + " is larger than 64KB, which no key is");
    }
}
