package dev.postern.http.server;

import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/** Changes the status and the headers of a response as they are sent, when nobody sets them any more. */
final class ResponseHead extends HttpStream.Wrapper {
    private final UnaryOperator<MetaData.Response> change;

    private ResponseHead(HttpStream stream, UnaryOperator<MetaData.Response> change) {
        super(stream);
        this.change = change;
    }

    /** @param change what is sent instead of what it is given; called once a head, informational ones as well */
    static void onSend(Request request, UnaryOperator<MetaData.Response> change) {
        request.addHttpStreamWrapper(stream -> new ResponseHead(stream, change));
    }

    /** @param response the head, or null where more of the content is sent */
    @Override
    public void send(
            MetaData.Request request, MetaData.Response response, boolean last, ByteBuffer content, Callback callback) {
        super.send(request, response == null ? null : change.apply(response), last, content, callback);
    }
}
