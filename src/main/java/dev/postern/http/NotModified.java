package dev.postern.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Answers of 304 without the {@code Content-Length: 0} that Jetty gives them: a cache would take it for the length of what
 * it keeps (RFC 9110, section 8.6).
 */
final class NotModified extends HttpStream.Wrapper {
    private NotModified(HttpStream stream) {
        super(stream);
    }

    /** Looks after the answer to a request that may get one. */
    static void watch(Request request) {
        HttpFields headers = request.getHeaders();
        if (headers.contains(HttpHeader.IF_NONE_MATCH) || headers.contains(HttpHeader.IF_MODIFIED_SINCE)) {
            request.addHttpStreamWrapper(NotModified::new);
        }
    }

    @Override
    public void send(
            MetaData.Request request, MetaData.Response response, boolean last, ByteBuffer content, Callback callback) {
        super.send(
                request,
                response != null && response.getStatus() == HttpStatus.NOT_MODIFIED_304
                        ? withoutLength(response)
                        : response,
                last,
                content,
                callback);
    }

    private static MetaData.Response withoutLength(MetaData.Response response) {
        return new MetaData.Response(
                response.getStatus(),
                response.getReason(),
                response.getHttpVersion(),
                HttpFields.build(response.getHttpFields()).remove(HttpHeader.CONTENT_LENGTH));
    }
}
