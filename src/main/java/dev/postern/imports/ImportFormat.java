package dev.postern.imports;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of files that are understood. */
public enum ImportFormat {
    /** Apache's: a name, a colon and a hash a line. */
    HTPASSWD,
    /** RFC 4180, with a line of column names first. */
    CSV,
    /** A JSON object a line, or one list of objects. */
    JSONL,
    /** Authelia's users file, in YAML. */
    AUTHELIA;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ImportFormat> of(String text) {
        return Stream.of(values()).filter(format -> format.text().equals(text)).findFirst();
    }

    /** What a file looks like, by the first line that says anything. */
    static ImportFormat detect(String content) {
        String first = content.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.equals("---"))
                .findFirst()
                .orElse("");
        if (first.startsWith("{") || first.startsWith("[")) {
            return JSONL;
        }
        if (first.equals("users:")) {
            return AUTHELIA;
        }
        return first.contains(":") ? HTPASSWD : CSV;
    }
}
