package dev.postern.http.body;

import dev.postern.ops.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a form (application/x-www-form-urlencoded), read strictly: printable ASCII, whole percent-encodings of
 * valid UTF-8 without control characters, and no field twice.
 */
public final class FormFields {
    private static final int MOST = 64;

    /** Why a form is refused; a sentence without its end. Has no stack trace. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    private FormFields() {}

    public static Map<String, String> read(byte[] body) throws Malformed {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : new String(body, StandardCharsets.ISO_8859_1).split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            String[] parts = pair.split("=", 2);
            String name = decode(parts[0]);
            if (fields.put(name, parts.length == 2 ? decode(parts[1]) : "") != null) {
                throw new Malformed(Printable.shortOf(name) + " is given twice");
            }
            if (fields.size() > MOST) {
                throw new Malformed("there are more than " + MOST + " fields");
            }
        }
        return fields;
    }

    /** A name or a value, as a browser would decode it. */
    public static String decode(String encoded) throws Malformed {
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char next = encoded.charAt(i);
            if (next <= ' ' || next > '~') {
                throw new Malformed("the form is not encoded");
            }
            if (next == '%') {
                bytes.put(hex(encoded, i + 1));
                i += 2;
            } else {
                bytes.put((byte) (next == '+' ? ' ' : next));
            }
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new Malformed("the form holds control characters");
            }
            return text;
        } catch (CharacterCodingException broken) {
            throw new Malformed("the form is not valid UTF-8");
        }
    }

    private static byte hex(String text, int from) throws Malformed {
        // Java's own digits are those of every script.
        if (from + 1 >= text.length()
                || !HexFormat.isHexDigit(text.charAt(from))
                || !HexFormat.isHexDigit(text.charAt(from + 1))) {
            throw new Malformed("the form has a % without two hex digits");
        }
        return (byte) HexFormat.fromHexDigits(text, from, from + 2);
    }
}
