package dev.postern.http.server;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** The cookies of a request (RFC 6265, section 5.4), every one with its value: a browser may send two of one name. */
public final class RequestCookies {
    /** Each of ours has a name that begins so, behind a prefix of {@link CookieScope}. */
    private static final Pattern OWN =
            Pattern.compile("(?:__(?:Host|Secure)-)?" + SessionCookie.NAME + "(?:_[a-z]+)?\\s*=");

    private RequestCookies() {}

    /** The values of the cookies of this name, in their order. */
    public static List<String> values(HttpFields headers, String name) {
        List<String> found = List.of();
        for (HttpField field : headers) {
            if (field.getHeader() == HttpHeader.COOKIE && field.getValue() != null) {
                found = addTo(found, field.getValue(), name);
            }
        }
        return found;
    }

    private static List<String> addTo(List<String> found, String header, String name) {
        List<String> all = found;
        int start = 0;
        while (start < header.length()) {
            int end = header.indexOf(';', start);
            String pair =
                    header.substring(start, end < 0 ? header.length() : end).strip();
            if (pair.startsWith(name) && pair.length() > name.length() && pair.charAt(name.length()) == '=') {
                all = new ArrayList<>(all);
                all.add(pair.substring(name.length() + 1));
            }
            start = end < 0 ? header.length() : end + 1;
        }
        return all;
    }

    /** The cookies that are not ours, as {@code name=value}: applications get no others. */
    public static List<String> others(HttpFields headers) {
        return headers.getValuesList(HttpHeader.COOKIE).stream()
                .flatMap(value -> Stream.of(value.split(";", -1)))
                .map(String::strip)
                .filter(pair -> !pair.isEmpty() && !OWN.matcher(pair).lookingAt())
                .toList();
    }
}
