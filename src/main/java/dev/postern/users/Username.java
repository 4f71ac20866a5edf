package dev.postern.users;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A checked username: in NFC, 1 to 64 code points, each a letter, a decimal digit or one of {@code ._@+-}.
 *
 * <p>Combining marks that NFC keeps separate may follow a letter: Hindi and Thai need them. Invisible characters
 * (variation selectors, Hangul fillers) are refused, although Unicode counts them as letters and marks. Similar letters
 * of different scripts are different.
 */
public final class Username {

    private static final int MAX_CODE_POINTS = 64;

    /** A code point of NFC may be spelt with up to four, of two chars each: what is longer need not be normalised. */
    private static final int MAX_CHARS = 8 * MAX_CODE_POINTS;

    /** The letters and marks of Unicode's property Default_Ignorable_Code_Point. */
    private static final String INVISIBLE =
            "\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u3164\\ufe00-\\ufe0f\\uffa0\\x{e0100}-\\x{e01ef}";

    private static final String LETTER = "[\\p{L}&&[^" + INVISIBLE + "]]";
    private static final String MARK = "[\\p{Mn}\\p{Mc}&&[^" + INVISIBLE + "]]";
    private static final String OTHER = "[\\p{Nd}._@+-]";

    private static final Pattern NAME = Pattern.compile("(?:" + LETTER + MARK + "*+|" + OTHER + ")++");
    private static final Pattern PART = Pattern.compile("[" + LETTER + MARK + OTHER + "]*+");

    private final String text;
    private final String key;

    private Username(String text) {
        this.text = text;
        this.key = foldCase(text);
    }

    /**
     * The name, checked and in NFC.
     *
     * @throws UserRefused {@code INVALID_USERNAME}
     */
    public static Username parse(String name) throws UserRefused {
        return of(name).orElseThrow(() -> new UserRefused(UserRefused.Reason.INVALID_USERNAME));
    }

    /** The key for a login with this name; empty if no username can be like this. */
    public static Optional<String> keyOf(String name) {
        return of(name).map(Username::key);
    }

    /** Whether two texts are one name, in any case; false for what can be no name. */
    public static boolean isSame(String one, String other) {
        return keyOf(one)
                .filter(key -> keyOf(other).filter(key::equals).isPresent())
                .isPresent();
    }

    /** The form of a part of a name in keys; empty if no username can contain it. */
    static Optional<String> keyOfPart(String part) {
        return normalised(part).filter(nfc -> PART.matcher(nfc).matches()).map(Username::foldCase);
    }

    /** The name as its owner writes it, in NFC. */
    public String text() {
        return text;
    }

    /** The unique key of the name, the same for upper and lower case. */
    public String key() {
        return key;
    }

    private static Optional<Username> of(String name) {
        return normalised(name)
                .filter(nfc -> nfc.codePointCount(0, nfc.length()) <= MAX_CODE_POINTS)
                .filter(nfc -> NAME.matcher(nfc).matches())
                .map(Username::new);
    }

    private static Optional<String> normalised(String text) {
        return text.length() > MAX_CHARS ? Optional.empty() : Optional.of(Normalizer.normalize(text, Form.NFC));
    }

    /**
     * One form for all cases of a text. Down, up and down again, as one step leaves letters that only a longer way
     * joins: ẞ, ß and SS; ı, I and i; the Kelvin sign and k. The final sigma, a matter of position, becomes a plain one.
     * Mapping may part what NFC had joined, or bring together what it would join.
     */
    private static String foldCase(String nfc) {
        String folded = nfc.toLowerCase(Locale.ROOT)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .replace('ς', 'σ');
        return Normalizer.normalize(folded, Form.NFC);
    }
}
