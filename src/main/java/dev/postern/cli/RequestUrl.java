package dev.postern.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code explain} is asked about. The path is kept as written: the gate decides whether it is
 * canonical.
 *
 * @param host with its port, as in the header {@code Host}; empty for a path alone
 * @param rawPath without the query
 */
public record RequestUrl(Optional<String> host, String rawPath) {
    private static final Pattern URL =
            Pattern.compile("(?i)https?://([^/?#@\\s]+)((?:/[^?#]*)?)(?:[?#].*)?", Pattern.DOTALL);

    static RequestUrl parse(String text) throws WrongUsage {
        if (text.startsWith("/")) {
            return new RequestUrl(Optional.empty(), text.split("\\?", 2)[0]);
        }
        Matcher parts = URL.matcher(text);
        if (!parts.matches()) {
            throw new WrongUsage("URL must be like https://wiki.example.org/page, or a path such as /page");
        }
        String path = parts.group(2);
        return new RequestUrl(Optional.of(parts.group(1)), path.isEmpty() ? "/" : path);
    }
}
