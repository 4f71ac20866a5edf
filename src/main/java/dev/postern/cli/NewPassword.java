package dev.postern.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a command reads a password from: the terminal without echo, or standard input; never an argument. */
final class NewPassword {
    private static final int MAX_BYTES = 4096;

    @ArgGroup
    private final Source source = new Source();

    private static final class Source {
        @Option(
                names = "--password-stdin",
                description = "Read the password from standard input, less one line end and a byte-order mark.")
        private boolean stdin;

        @Option(
                names = "--setup-link",
                description = "Print a link by which the person chooses one; good once, for 24 hours.")
        private boolean link;
    }

    boolean isByLink() {
        return source.link;
    }

    String read(InputStream in) throws WrongUsage, IOException {
        return source.stdin ? readStdin(in) : ask();
    }

    private static String readStdin(InputStream in) throws WrongUsage, IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new WrongUsage("the password on standard input is too long");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.replaceFirst("\\A\\uFEFF", "").replaceFirst("(?:\\r\\n|\\r|\\n)\\z", "");
        } catch (CharacterCodingException notUtf8) {
            throw new WrongUsage("the password on standard input is not UTF-8");
        }
    }

    @SuppressWarnings(
            "SystemConsoleNull") // It is null without a terminal up to JDK 21; later its reading ends at once.
    private static String ask() throws WrongUsage {
        Console console = System.console();
        char[] first = console == null ? null : console.readPassword("Password: ");
        char[] second = first == null || console == null ? null : console.readPassword("The same again: ");
        if (first == null || second == null) {
            throw new WrongUsage("there is no terminal to ask for a password; use --password-stdin");
        }
        if (!Arrays.equals(first, second)) {
            throw new WrongUsage("the two passwords differ");
        }
        String typed = new String(first);
        if (typed.indexOf('\uFFFD') >= 0) {
            throw new WrongUsage("this locale has not the password's letters; use --password-stdin");
        }
        return typed;
    }
}
