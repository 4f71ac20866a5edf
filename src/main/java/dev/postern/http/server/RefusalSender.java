package dev.postern.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.http.refusal.Refusal;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Sends refusals in the form that their readers understand: JSON to programs, pages to browsers. */
public interface RefusalSender {
    /** A response as it is sent. */
    record Answer(int status, Map<String, String> headers, String body) {
        public Answer withStatus(int other) {
            return new Answer(other, headers, body);
        }

        public void write(Response response, Callback callback) {
            response.setStatus(status);
            headers.forEach(response.getHeaders()::put);
            response.write(true, ByteBuffer.wrap(body.getBytes(UTF_8)), callback);
        }
    }

    /** The response to a refused request. */
    Answer answer(Request request, Refusal refusal);

    default void send(Request request, Response response, Refusal refusal, Callback callback) {
        answer(request, refusal).write(response, callback);
    }

    default void send(Context ctx, Refusal refusal) {
        Answer answer = answer(Requests.of(ctx), refusal);
        ctx.status(answer.status());
        answer.headers().forEach(ctx::header);
        ctx.result(answer.body().getBytes(UTF_8));
    }
}
