package dev.postern.gate;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The path of a request target that can be read in only one way (RFC 3986, section 6). So the gate, the router and an
 * application behind a group cannot read it differently.
 */
public final class CanonicalPath {
    private final String raw;
    private final String decoded;

    private CanonicalPath(String raw, String decoded) {
        this.raw = raw;
        this.decoded = decoded;
    }

    /**
     * Checks a path as it stood in the request, without the query.
     *
     * @throws InvalidPath if it can be read in another way; nothing is repaired
     */
    public static CanonicalPath parse(String raw) throws InvalidPath {
        if (raw.isEmpty() || raw.charAt(0) != '/') {
            throw new InvalidPath("it does not begin with a slash");
        }
        boolean escaped = false;
        int segment = 1;
        for (int i = 1; i <= raw.length(); i++) {
            char c = i == raw.length() ? '/' : raw.charAt(i);
            if (c == '/') {
                checkSegment(raw, segment, i);
                segment = i + 1;
            } else if (c == '%') {
                checkOctet(octetAt(raw, i));
                escaped = true;
                i += 2;
            } else {
                checkLiteral(c);
            }
        }
        return new CanonicalPath(raw, escaped ? decode(raw) : raw);
    }

    /** The path as it stood in the request. */
    public String raw() {
        return raw;
    }

    /** The decoded path, which is compared with patterns and with names of files. */
    public String decoded() {
        return decoded;
    }

    private static void checkSegment(String raw, int from, int to) throws InvalidPath {
        int length = to - from;
        if (length == 0 && to < raw.length()) {
            throw new InvalidPath("it holds an empty segment (//)");
        }
        boolean dots = (length == 1 && raw.charAt(from) == '.')
                || (length == 2 && raw.charAt(from) == '.' && raw.charAt(from + 1) == '.');
        if (dots) {
            throw new InvalidPath("it holds a segment of dots (. or ..)");
        }
    }

    private static void checkLiteral(char c) throws InvalidPath {
        if (c < ' ' || c > '~') {
            throw new InvalidPath("it holds a byte that is not printable ASCII and not percent-encoded");
        }
        if (c == ';' || c == '\\' || c == '#' || c == ' ') {
            throw new InvalidPath("it holds '" + c + "'");
        }
    }

    private static void checkOctet(int octet) throws InvalidPath {
        if (octet == '/' || octet == '\\' || octet == ';') {
            throw new InvalidPath("it holds an encoded '" + (char) octet + "'");
        }
        if (octet < ' ' || octet == 0x7f) {
            throw new InvalidPath("it holds an encoded control character");
        }
        if (octet == '%' || isUnreserved(octet)) {
            throw new InvalidPath("it encodes '" + (char) octet + "', which must "
                    + (octet == '%' ? "not occur" : "be written as it is"));
        }
    }

    /** RFC 3986, section 2.3. */
    private static boolean isUnreserved(int octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || octet == '-'
                || octet == '.'
                || octet == '_'
                || octet == '~';
    }

    private static int octetAt(String raw, int percent) throws InvalidPath {
        if (percent + 2 < raw.length()) {
            int high = hexDigit(raw.charAt(percent + 1));
            int low = hexDigit(raw.charAt(percent + 2));
            if (high >= 0 && low >= 0) {
                return high << 4 | low;
            }
        }
        throw new InvalidPath("it holds a % without two hexadecimal digits");
    }

    /** Only ASCII: {@link Character#digit(char, int)} would accept full-width digits as well. */
    private static int hexDigit(char c) {
        return c > 'f' ? -1 : Character.digit(c, 16);
    }

    private static String decode(String raw) throws InvalidPath {
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes.put((byte) octetAt(raw, i));
                i += 2;
            } else {
                bytes.put((byte) raw.charAt(i));
            }
        }
        try {
            String decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            if (decoded.chars().anyMatch(Character::isISOControl)) {
                throw new InvalidPath("it holds an encoded control character");
            }
            return decoded;
        } catch (CharacterCodingException notUtf8) {
            throw new InvalidPath("it holds an encoding that is not UTF-8");
        }
    }

    @Override
    public String toString() {
        return raw;
    }
}
