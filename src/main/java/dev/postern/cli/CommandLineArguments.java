package dev.postern.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments as they were typed, in UTF-8. In the C locale, which cron, systemd and containers use, Java loses all
 * letters beyond ASCII; Linux still has the bytes.
 */
public final class CommandLineArguments {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private CommandLineArguments() {}

    public static String[] asTyped(String... args) {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        if (args.length == 0 || encoding.equalsIgnoreCase("UTF-8")) {
            return args;
        }
        try {
            List<String> typed = split(Files.readAllBytes(COMMAND_LINE));
            List<String> last = typed.subList(Math.max(0, typed.size() - args.length), typed.size());
            return areTheSame(last, args) ? last.toArray(String[]::new) : args;
        } catch (IOException elsewhere) {
            return args;
        }
    }

    /** The words, each of which ends with a zero byte. */
    static List<String> split(byte[] commandLine) throws CharacterCodingException {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < commandLine.length; i++) {
            if (commandLine[i] == 0) {
                ByteBuffer word = ByteBuffer.wrap(commandLine, start, i - start);
                words.add(StandardCharsets.UTF_8.newDecoder().decode(word).toString());
                start = i + 1;
            }
        }
        return words;
    }

    /** Whether they differ only in letters beyond ASCII: options may come from elsewhere than the command line. */
    private static boolean areTheSame(List<String> typed, String... args) {
        if (typed.size() != args.length) {
            return false;
        }
        for (int i = 0; i < args.length; i++) {
            boolean ascii = typed.get(i).chars().allMatch(unit -> unit < 0x80);
            if (ascii && !typed.get(i).equals(args[i])) {
                return false;
            }
        }
        return true;
    }
}
