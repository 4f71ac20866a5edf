package dev.postern.http.group;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One version of a file with its whole content. Immutable. */
final class FileInMemory {
    private static final HttpField RANGES = new HttpField(HttpHeader.ACCEPT_RANGES, "bytes");

    private final FileContent content;
    private final byte[] data;
    private final HttpFields headers;

    FileInMemory(FileContent content, byte[] data) {
        this.content = content;
        this.data = data;
        this.headers = HttpFields.build()
                .add(content.getContentType())
                .add(content.getContentLength())
                .add(content.getLastModified())
                .add(content.getETag())
                .add(RANGES)
                .add(FileContent.VARY)
                .add(FileContent.CACHING)
                .asImmutable();
    }

    int size() {
        return data.length;
    }

    /** Whether a request asks for the whole file, unless the client has it already. */
    static boolean isAskedBy(Request request) {
        HttpFields asked = request.getHeaders();
        return !asked.contains(HttpHeader.RANGE)
                && !asked.contains(HttpHeader.IF_MATCH)
                && !asked.contains(HttpHeader.IF_UNMODIFIED_SINCE);
    }

    /** Answers a request that {@link #isAskedBy} is true for. Does not wait. */
    void send(Request request, Response response, Callback callback) {
        if (content.isKnownTo(request)) {
            content.sendNotModified(response, callback);
            return;
        }
        response.getHeaders().add(headers);
        response.write(true, ByteBuffer.wrap(data), callback);
    }
}
