package dev.postern.http.body;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The media type of a request's body (RFC 9110, section 8.3): parameters may be empty or unknown, the charset is UTF-8. */
public final class ContentType {
    static final String JSON = "application/json";
    public static final String FORM = "application/x-www-form-urlencoded";

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final Pattern TYPE = Pattern.compile("(" + TOKEN + "/" + TOKEN + ")[ \\t]*+");
    private static final Pattern NAME = Pattern.compile(";[ \\t]*+(?:(" + TOKEN + ")=)?");
    private static final Pattern VALUE = Pattern.compile(TOKEN);
    private static final Pattern SPACE = Pattern.compile("[ \\t]*+");

    private ContentType() {}

    /** Whether the body is of a type, in UTF-8, and not encoded otherwise. */
    public static boolean is(String type, Context ctx) {
        return Optional.ofNullable(ctx.header("Content-Type"))
                        .filter(value -> is(type, value))
                        .isPresent()
                && ctx.header("Content-Encoding") == null;
    }

    /** Whether a request sends a form, well-formed or not. */
    public static boolean isForm(Context ctx) {
        String type = ctx.header("Content-Type");
        return type != null && type.strip().toLowerCase(Locale.ROOT).startsWith(FORM);
    }

    public static boolean is(String type, String value) {
        Matcher head = TYPE.matcher(value);
        if (!head.lookingAt() || !head.group(1).toLowerCase(Locale.ROOT).equals(type)) {
            return false;
        }
        int at = head.end();
        while (at >= 0 && at < value.length()) {
            at = afterParameter(value, at);
        }
        return at >= 0;
    }

    /** The end of the parameter that begins here; -1 if it is not valid, or names another charset. */
    private static int afterParameter(String value, int start) {
        Matcher name = NAME.matcher(value).region(start, value.length());
        if (!name.lookingAt()) {
            return -1;
        }
        if (name.group(1) == null) {
            return name.end();
        }
        int end = endOfValue(value, name.end());
        boolean charset = name.group(1).toLowerCase(Locale.ROOT).equals("charset");
        if (end < 0 || (charset && !isUtf8(value.substring(name.end(), end)))) {
            return -1;
        }
        Matcher space = SPACE.matcher(value).region(end, value.length());
        return space.lookingAt() ? space.end() : end;
    }

    /**
     * The end of a token or of a quoted string (section 5.6); -1 if there is none. A loop and no regular expression,
     * because senders choose the length.
     */
    private static int endOfValue(String value, int start) {
        if (start >= value.length() || value.charAt(start) != '"') {
            Matcher token = VALUE.matcher(value).region(start, value.length());
            return token.lookingAt() ? token.end() : -1;
        }
        for (int i = start + 1; i < value.length() && !Character.isISOControl(value.charAt(i)); i++) {
            if (value.charAt(i) == '"') {
                return i + 1;
            }
            i += value.charAt(i) == '\\' ? 1 : 0;
        }
        return -1;
    }

    private static boolean isUtf8(String value) {
        String text =
                value.startsWith("\"") ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
        return text.toLowerCase(Locale.ROOT).matches("utf-?8");
    }
}
