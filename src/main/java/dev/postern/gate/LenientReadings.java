package dev.postern.gate;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * All paths that some server may read a target as: raw, decoded once and twice, and each of these with backslashes as
 * slashes, parameters removed, slashes merged and dot segments resolved, in any combination.
 */
final class LenientReadings {
    /** The longest target that is read in several ways. */
    static final int MAX_LENGTH = 1_024;

    /** A target with more readings than this is refused: applications that need such targets have far fewer. */
    private static final int MAX_READINGS = 32;

    private static final Pattern SLASHES = Pattern.compile("/{2,}");
    private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");

    private static final List<UnaryOperator<String>> HABITS = List.of(
            path -> path.replace('\\', '/'),
            LenientReadings::withoutParameters,
            path -> SLASHES.matcher(path).replaceAll("/"),
            LenientReadings::withoutDots);

    private LenientReadings() {}

    /** The first reading; empty if the target has a control character or broken UTF-8. */
    static Optional<String> decodedOnce(String rawPath) {
        try {
            return Optional.of(decode(rawPath));
        } catch (CharacterCodingException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * The readings, the one decoded once first; none at all if a control character or broken UTF-8 is in any, or if
     * they are too many.
     */
    static Set<String> of(String rawPath) {
        try {
            String once = decode(rawPath);
            Set<String> readings = new LinkedHashSet<>(List.of(once));
            readings.add(rawPath);
            readings.add(decode(once));
            Deque<String> unread = new ArrayDeque<>(readings);
            while (!unread.isEmpty()) {
                String path = unread.remove();
                HABITS.stream()
                        .map(habit -> habit.apply(path))
                        .filter(readings::add)
                        .forEach(unread::add);
                if (readings.size() > MAX_READINGS) {
                    return Set.of();
                }
            }
            return readings;
        } catch (CharacterCodingException unreadable) {
            return Set.of();
        }
    }

    private static String withoutParameters(String path) {
        return PARAMETERS.matcher(path).replaceAll("");
    }

    /** RFC 3986, section 5.2.4; a path that climbs above the root stays there. */
    private static String withoutDots(String path) {
        List<String> kept = new ArrayList<>();
        for (String segment : path.substring(1).split("/", -1)) {
            if (segment.equals("..")) {
                if (!kept.isEmpty()) {
                    kept.remove(kept.size() - 1);
                }
            } else if (!segment.equals(".")) {
                kept.add(segment);
            }
        }
        return "/" + String.join("/", kept);
    }

    /** Decodes each well-formed escape; a lone % stands for itself, as many servers have it. */
    private static String decode(String path) throws CharacterCodingException {
        if (!path.startsWith("/") || path.chars().anyMatch(Character::isISOControl)) {
            throw new CharacterCodingException();
        }
        byte[] text = path.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(text.length);
        for (int i = 0; i < text.length; i++) {
            int octet = text[i] == '%' && i + 2 < text.length ? hexOctet(text[i + 1], text[i + 2]) : -1;
            if (octet >= 0) {
                i += 2;
            }
            bytes.put(octet >= 0 ? (byte) octet : text[i]);
        }
        String decoded =
                StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        if (decoded.chars().anyMatch(Character::isISOControl)) {
            throw new CharacterCodingException();
        }
        return decoded;
    }

    private static int hexOctet(byte high, byte low) {
        int first = Character.digit(high, 16);
        int second = Character.digit(low, 16);
        return first < 0 || second < 0 ? -1 : first << 4 | second;
    }
}
