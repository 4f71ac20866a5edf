package dev.postern.settings;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The problems of settings and secrets, one line each, sorted. Values are shown shortened, with unprintable characters
 * escaped and without passwords in URLs, so the lines are safe for a terminal or a log. Not thread-safe.
 */
public final class Problems {

    private static final int SHOWN = 100;
    private static final Pattern PASSWORD = Pattern.compile("(?i)(?<=//)[^/]*(?=@)|(?<=password=)[^&;]*");
    private static final Set<Integer> UNPRINTABLE = Set.of(
            (int) Character.CONTROL,
            (int) Character.FORMAT,
            (int) Character.LINE_SEPARATOR,
            (int) Character.PARAGRAPH_SEPARATOR,
            (int) Character.SURROGATE,
            (int) Character.UNASSIGNED);

    private final Set<String> lines = new TreeSet<>();

    /**
     * Adds a problem with a value.
     *
     * @param message what would be right
     */
    public void add(String key, String value, String message) {
        String shown = PASSWORD.matcher(value).replaceAll("***");
        lines.add(printable(shortened(key) + " = " + shortened(shown) + ": " + message));
    }

    /** Adds a problem without a value. */
    public void add(String key, String message) {
        lines.add(printable(shortened(key) + ": " + message));
    }

    void addAll(Problems others) {
        lines.addAll(others.lines);
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /**
     * Ends a reading.
     *
     * @throws SettingsRefused if there is any problem
     */
    public void refuseIfAny() throws SettingsRefused {
        if (!isEmpty()) {
            throw refusal();
        }
    }

    /** The end of a reading that has met a problem. */
    public SettingsRefused refusal() {
        return new SettingsRefused(lines());
    }

    private static String shortened(String text) {
        if (text.isEmpty()) {
            return "(empty)";
        }
        boolean isLong = text.codePointCount(0, text.length()) > SHOWN;
        return isLong ? text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…" : text;
    }

    private static String printable(String text) {
        return text.codePoints().mapToObj(Problems::printable).collect(Collectors.joining());
    }

    private static String printable(int codePoint) {
        return UNPRINTABLE.contains(Character.getType(codePoint))
                ? String.format("\\u%04x", codePoint)
                : Character.toString(codePoint);
    }
}
