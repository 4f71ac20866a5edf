package dev.postern.ops;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Makes text from outside safe for a log, a terminal or a message. Characters that would end the line, move the cursor,
 * reverse the text direction or be invisible are written as {@code \}{@code u} and four hex digits.
 */
public final class Printable {
    private static final int SHORT = 64;

    private Printable() {}

    /** Whether a code point is visible by itself: not a control, format, separator, private or unassigned one. */
    public static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** The whole text. */
    public static String of(String text) {
        if (isPrintableAscii(text) || text.codePoints().allMatch(Printable::isPlain)) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        text.codePoints().forEach(codePoint -> {
            if (isPlain(codePoint)) {
                plain.appendCodePoint(codePoint);
            } else {
                for (char unit : Character.toChars(codePoint)) {
                    plain.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            }
        });
        return plain.toString();
    }

    /** Nearly all texts of the log are, and it is found out fast. */
    private static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    /** The beginning of a text, for a message. */
    public static String shortOf(String text) {
        String plain = of(text.length() > SHORT ? text.substring(0, SHORT) : text);
        return text.length() <= SHORT ? plain : plain + "…";
    }

    /**
     * A stream in UTF-8, in every locale, that escapes unprintable characters: each log message stays one line,
     * whatever a library puts into it.
     */
    public static PrintStream lines(PrintStream target) {
        return new PrintStream(target, true, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                super.println(of(String.valueOf(line).replace("\t", "    ")));
            }

            // As stack traces are printed.
            @Override
            public void println(Object line) {
                String.valueOf(line).lines().forEach(this::println);
            }
        };
    }
}
