package dev.postern.http.server;

import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/**
 * What a browser does with the response: shows it as a page, shows it in a frame, or neither. By Fetch Metadata; over
 * plain HTTP, where browsers do not send it, by the method and {@code Accept}.
 */
public enum Navigation {
    NONE,
    PAGE,
    FRAME;

    private static final String MODE = "Sec-Fetch-Mode";
    private static final String DESTINATION = "Sec-Fetch-Dest";
    private static final List<String> METADATA = List.of(MODE, DESTINATION, "Sec-Fetch-Site", "Sec-Fetch-User");

    public static Navigation of(Request request) {
        HttpFields headers = request.getHeaders();
        if (headers.contains(HttpHeader.UPGRADE)) {
            return NONE;
        }
        boolean metadata = METADATA.stream().anyMatch(headers::contains);
        if (!metadata) {
            return isPage(request) ? PAGE : NONE;
        }
        if (!"navigate".equals(headers.get(MODE))) {
            return NONE;
        }
        String destination = headers.get(DESTINATION);
        return destination == null || destination.equals("document") ? PAGE : FRAME;
    }

    private static boolean isPage(Request request) {
        HttpFields headers = request.getHeaders();
        String accept = headers.get(HttpHeader.ACCEPT);
        return accept != null
                && accept.toLowerCase(Locale.ROOT).contains("text/html")
                && !headers.contains("X-Requested-With")
                && (isRead(request) || (HttpMethod.POST.is(request.getMethod()) && isForm(headers)));
    }

    /** Whether the request asks for a page, rather than sending a form. */
    public static boolean isRead(Request request) {
        return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
    }

    private static boolean isForm(HttpFields headers) {
        String type = headers.get(HttpHeader.CONTENT_TYPE);
        return type != null
                && type.toLowerCase(Locale.ROOT)
                        .matches("(application/x-www-form-urlencoded|multipart/form-data|text/plain)\\b.*");
    }
}
