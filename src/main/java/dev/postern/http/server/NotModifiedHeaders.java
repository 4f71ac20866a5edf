package dev.postern.http.server;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.Request;

/**
 * Removes the {@code Content-Length: 0} that Jetty adds to 304: a cache would use it as the length of its copy (RFC
 * 9110, section 8.6).
 */
final class NotModifiedHeaders {
    private NotModifiedHeaders() {}

    /** Registers for a request that may get 304. */
    static void watch(Request request) {
        HttpFields headers = request.getHeaders();
        if (headers.contains(HttpHeader.IF_NONE_MATCH) || headers.contains(HttpHeader.IF_MODIFIED_SINCE)) {
            ResponseHead.onSend(request, NotModifiedHeaders::withoutLength);
        }
    }

    private static MetaData.Response withoutLength(MetaData.Response response) {
        if (response.getStatus() != HttpStatus.NOT_MODIFIED_304) {
            return response;
        }
        return new MetaData.Response(
                response.getStatus(),
                response.getReason(),
                response.getHttpVersion(),
                HttpFields.build(response.getHttpFields()).remove(HttpHeader.CONTENT_LENGTH));
    }
}
