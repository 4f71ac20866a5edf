package dev.postern.http;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The media type of a request's body (RFC 9110, section 8.3): parameters may be empty or unknown, the charset is UTF-8. */
final class ContentType {
    static final String JSON = "application/json";
    static final String FORM = "application/x-www-form-urlencoded";

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern TYPE = Pattern.compile("(" + TOKEN + "/" + TOKEN + ")[ \\t]*");
    private static final Pattern PARAMETER = Pattern.compile(
            ";[ \\t]*(?:(" + TOKEN + ")=(" + TOKEN + "|\"(?:[^\"\\\\\\p{Cntrl}]|\\\\[^\\p{Cntrl}])*\"))?[ \\t]*");

    private ContentType() {}

    /** Whether the body is of a type, in UTF-8, and not encoded otherwise. */
    static boolean is(String type, Context ctx) {
        return Optional.ofNullable(ctx.header("Content-Type"))
                        .filter(value -> is(type, value))
                        .isPresent()
                && ctx.header("Content-Encoding") == null;
    }

    static boolean is(String type, String value) {
        Matcher head = TYPE.matcher(value);
        if (!head.lookingAt() || !head.group(1).toLowerCase(Locale.ROOT).equals(type)) {
            return false;
        }
        int at = head.end();
        Matcher parameter = PARAMETER.matcher(value);
        while (at < value.length()) {
            if (!parameter.region(at, value.length()).lookingAt() || isOtherCharset(parameter)) {
                return false;
            }
            at = parameter.end();
        }
        return true;
    }

    private static boolean isOtherCharset(Matcher parameter) {
        String name = parameter.group(1);
        return name != null
                && name.toLowerCase(Locale.ROOT).equals("charset")
                && !parameter.group(2).toLowerCase(Locale.ROOT).matches("utf-?8|\"utf-?8\"");
    }
}
