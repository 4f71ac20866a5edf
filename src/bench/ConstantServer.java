import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * The least that a Jetty server can do: a refusal that never changes, written without another thread. And, to measure
 * large bodies: {@code POST /sink} says how many bytes it has read.
 */
public final class ConstantServer {
    private static final byte[] BODY =
            "{\"error\":\"missing_token\",\"message\":\"Access denied\"}".getBytes(StandardCharsets.UTF_8);

    public static void main(String[] args) throws Exception {
        Server server = new Server();
        int cores = Runtime.getRuntime().availableProcessors();
        ServerConnector connector = new ServerConnector(server, 1, cores, new HttpConnectionFactory());
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(args[0]));
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                if (request.getHttpURI().getPath().equals("/sink")) {
                    new Thread(() -> drain(request, response, callback)).start();
                    return true;
                }
                response.setStatus(401);
                response.getHeaders().put("Content-Type", "application/json").put("Cache-Control", "no-store");
                response.write(true, ByteBuffer.wrap(BODY), callback);
                return true;
            }
        });
        server.start();
        server.join();
    }

    private static void drain(Request request, Response response, Callback callback) {
        try (InputStream in = Content.Source.asInputStream(request)) {
            long bytes = in.transferTo(java.io.OutputStream.nullOutputStream());
            response.write(true, ByteBuffer.wrap(Long.toString(bytes).getBytes(StandardCharsets.UTF_8)), callback);
        } catch (java.io.IOException failed) {
            callback.failed(failed);
        }
    }
}
