package dev.postern.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.Await;
import dev.postern.Node;
import dev.postern.http.RunningServer;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Node-RED behind a group: an application as people run it, which takes its user from the header {@code X-Auth-User}, and
 * whose editor speaks to it by WebSocket.
 */
class NodeRedTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Process nodeRed;
    private static RunningServer server;

    @BeforeAll
    static void start(@TempDir Path folder, @TempDir Path own) throws Exception {
        Node.install(folder, Path.of("src", "test", "node-red"));
        int port = Proxy.freePort();
        ProcessBuilder command =
                new ProcessBuilder("node", "node_modules/node-red/red.js", "--settings", "settings.js");
        command.environment().put("PORT", String.valueOf(port));
        command.environment()
                .put("USER_DIR", Files.createDirectories(folder.resolve("user")).toString());
        nodeRed = command.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Await.until("Node-RED to listen", () -> listens(port));
        server = new RunningServer(
                own, "group.flows.path=/*", "group.flows.roles=admin", "group.flows.upstream=http://127.0.0.1:" + port);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (java.io.IOException notYet) {
            return false;
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (nodeRed != null) {
            nodeRed.destroy();
        }
    }

    private static HttpRequest.Builder settings() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/settings"));
    }

    private static String token() throws Exception {
        return server.login().path("token").asText();
    }

    @Test
    void itKnowsWhoSendsARequest() throws Exception {
        HttpResponse<String> answer = CLIENT.send(
                settings()
                        .header("Authorization", "Bearer " + token())
                        .header("X-Auth-User", "mira")
                        .header("x_auth_user", "mira")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode user = RunningServer.json(answer).path("user");
        assertThat(user.path("username").asText()).isEqualTo("admin");
    }

    @Test
    void nobodyReachesItByAHeader() throws Exception {
        HttpResponse<String> answer =
                CLIENT.send(settings().header("X-Auth-User", "admin").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(RunningServer.refusal(answer)).isEqualTo("401 missing_token");
    }

    private static void deploy(String label) throws Exception {
        String flow = "[{\"id\":\"t1\",\"type\":\"tab\",\"label\":\"" + label + "\"}]";
        HttpResponse<String> deployed = server.as(token(), "POST", "/flows", flow);
        assertThat(deployed.statusCode()).isEqualTo(204);
    }

    @Test
    void aFlowIsDeployedThroughIt() throws Exception {
        deploy("Made here");
        assertThat(server.get("/flows", token()).body()).contains("Made here");
    }

    /** What the editor's WebSocket receives; the end is an empty text. */
    private static final class Editor implements WebSocket.Listener {
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            received.add(data.toString());
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            received.add("");
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            received.add("");
        }
    }

    @Test
    void itsEditorIsCutOffAtTheLogout() throws Exception {
        String token = token();
        Editor editor = new Editor();
        WebSocket socket = CLIENT.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/comms"), editor)
                .get(10, TimeUnit.SECONDS);
        socket.sendText("{\"subscribe\":\"notification/#\"}", true).get(10, TimeUnit.SECONDS);
        deploy("Another");
        String news = "";
        while (!news.contains("runtime-deploy")) {
            news = String.valueOf(editor.received.poll(10, TimeUnit.SECONDS));
            assertThat(news)
                    .as("what happens to the flows")
                    .isNotEqualTo("null")
                    .isNotEmpty();
        }
        assertThat(server.as(token, "POST", "/logout", "{}").statusCode()).isEqualTo(204);
        String last = "first";
        while (!last.isEmpty()) {
            last = String.valueOf(editor.received.poll(10, TimeUnit.SECONDS));
            assertThat(last).as("the end of the WebSocket").isNotEqualTo("null");
        }
    }
}
