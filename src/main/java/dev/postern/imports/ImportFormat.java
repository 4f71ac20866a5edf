package dev.postern.imports;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The supported file formats. */
public enum ImportFormat {
    /** Apache's: a name, a colon and a hash a line. */
    HTPASSWD,
    /** RFC 4180, also with semicolons or tabs, with a line of column names first. */
    CSV,
    /** A JSON object a line, or one list of objects. */
    JSONL,
    /** Authelia's users file, in YAML. */
    AUTHELIA;

    /** The key of Authelia's map, wherever it stands; htpasswd has no space behind its colons. */
    private static final Pattern USERS_MAP = Pattern.compile("([\"']?)users\\1\\s*:(?:\\s.*)?");

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ImportFormat> of(String text) {
        return Stream.of(values()).filter(format -> format.text().equals(text)).findFirst();
    }

    /** Detects the format from the first line with content. */
    static ImportFormat detect(String content) {
        String first = content.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.equals("---"))
                .findFirst()
                .orElse("");
        if (first.startsWith("{") || first.startsWith("[")) {
            return JSONL;
        }
        if (content.lines().anyMatch(line -> USERS_MAP.matcher(line).matches())) {
            return AUTHELIA;
        }
        return first.contains(":") ? HTPASSWD : CSV;
    }
}
