package dev.postern.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A password as somebody types it on the terminal, which shows nothing of it, or as standard input has it. */
final class TypedPassword {
    private static final int MAX_BYTES = 4096;

    private TypedPassword() {}

    /** All of standard input, less one line end and a byte-order mark. */
    static String ofInput(InputStream in) throws WrongUsage, IOException {
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

    /** A password that exists already. */
    static String ofTerminal() throws WrongUsage {
        return ask("Password: ");
    }

    /** A new one, which is asked for twice. */
    static String ofTerminalTwice() throws WrongUsage {
        String first = ask("Password: ");
        if (!first.equals(ask("The same again: "))) {
            throw new WrongUsage("the two passwords differ");
        }
        return first;
    }

    @SuppressWarnings(
            "SystemConsoleNull") // It is null without a terminal up to JDK 21; later its reading ends at once.
    private static String ask(String prompt) throws WrongUsage {
        Console console = System.console();
        char[] letters = console == null ? null : console.readPassword(prompt);
        if (letters == null) {
            throw new WrongUsage("there is no terminal to ask for a password; use --password-stdin");
        }
        String typed = new String(letters);
        Arrays.fill(letters, ' ');
        if (typed.indexOf('\uFFFD') >= 0) {
            throw new WrongUsage("this locale has not the password's letters; use --password-stdin");
        }
        return typed;
    }
}
