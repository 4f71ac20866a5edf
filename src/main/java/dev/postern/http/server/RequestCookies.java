package dev.postern.http.server;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** The cookies of a request (RFC 6265, section 5.4), every one with its value: a browser may send two of one name. */
public final class RequestCookies {
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
}
