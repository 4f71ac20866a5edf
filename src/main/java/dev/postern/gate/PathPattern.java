package dev.postern.gate;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * Which paths a group covers: one path ({@code /report}), or a path and all below it ({@code /docs/*}, which covers
 * {@code /docs} and {@code /docs/} as well). Matching is case-sensitive.
 *
 * @param fixed the part before {@code /*}, decoded; the whole path if there is no {@code /*}
 * @param below whether what lies below is covered too
 */
public record PathPattern(String fixed, boolean below) {

    /** The more specific first: an exact path before a pattern, then the longer before the shorter. */
    public static final Comparator<PathPattern> MOST_SPECIFIC_FIRST = Comparator.comparing(PathPattern::below)
            .thenComparing(Comparator.comparingInt((PathPattern pattern) -> pattern.fixed.length())
                    .reversed());

    /**
     * Reads a pattern, in which characters may stand as they are or percent-encoded.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static PathPattern parse(String text) {
        boolean below = text.endsWith("/*");
        String fixed = below ? text.substring(0, text.length() - 2) : text;
        if (fixed.indexOf('*') >= 0) {
            throw new IllegalArgumentException("a * is only allowed at the end, as in /docs/*");
        }
        if (fixed.isEmpty() && below) {
            return new PathPattern("", true);
        }
        if (below && fixed.endsWith("/")) {
            throw new IllegalArgumentException("it holds an empty segment (//)");
        }
        try {
            return new PathPattern(CanonicalPath.parse(encodeBeyondAscii(fixed)).decoded(), below);
        } catch (InvalidPath invalid) {
            throw new IllegalArgumentException(invalid.getMessage(), invalid);
        }
    }

    /** Whether the pattern covers a decoded path. */
    public boolean covers(String path) {
        return path.startsWith(fixed)
                && (path.length() == fixed.length() || (below && path.charAt(fixed.length()) == '/'));
    }

    /**
     * The part that stands for the folder of a group's files: all of {@code /docs/*} but its end, of an exact path all but
     * the last segment.
     */
    public String folder() {
        return below ? fixed : fixed.substring(0, fixed.lastIndexOf('/'));
    }

    /** The fixed part as it stands in a URL. */
    public String encoded() {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : fixed.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "/-._~!$&'()*+,=:@".indexOf(c) >= 0);
            encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }

    private static String encodeBeyondAscii(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet < 0) {
                encoded.append('%').append(String.format("%02X", octet));
            } else {
                encoded.append((char) octet);
            }
        }
        return encoded.toString();
    }

    @Override
    public String toString() {
        return below ? fixed + "/*" : fixed;
    }
}
