package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.store.Postgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that accepts requests and never answers holds up only those who need it. */
class HangingStoreTest {
    /** More than the server has threads: those that are stuck take all of them. */
    private static final int STUCK = 400;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void theGateAnswersWhileLookUpsHang() throws Exception {
        Map<String, String> settings = Map.of(
                "POSTERN_SERVER_TRUSTED_PROXIES", "127.0.0.1",
                "POSTERN_GROUP_WIKI_HOST", "wiki.example.org",
                "POSTERN_GROUP_WIKI_PATH", "/*");
        try (Postgres store = Postgres.start(folder);
                Cluster cluster = new Cluster(folder, store)) {
            TestServer server = cluster.add(settings);
            String token = Calls.signIn(server).accessToken();
            store.pause();

            List<CompletableFuture<HttpResponse<String>>> stuck = IntStream.range(0, STUCK)
                    .mapToObj(number -> client.sendAsync(ask(server, lookedUp(number)), text()))
                    .toList();
            for (int i = 0; i < 20; i++) {
                assertThat(client.send(ask(server, token), text()).statusCode()).isEqualTo(200);
                assertThat(client.send(ask(server, "forged"), text()).statusCode())
                        .isEqualTo(401);
            }
            assertThat(stuck).as("still waiting for the store").anyMatch(each -> !each.isDone());
            store.resume();
            for (CompletableFuture<HttpResponse<String>> each : stuck) {
                assertThat(each.get().statusCode()).isIn(401, 503);
            }
        }
    }

    /** What has the form of a personal token, which only the store can know. */
    private static String lookedUp(int number) {
        return "pst_%043d".formatted(number);
    }

    private static HttpRequest ask(TestServer server, String token) {
        return HttpRequest.newBuilder(URI.create(server.url() + "/forward-auth"))
                .header("X-Forwarded-Method", "GET")
                .header("X-Forwarded-Proto", "http")
                .header("X-Forwarded-Host", "wiki.example.org")
                .header("X-Forwarded-Uri", "/page")
                .header("Authorization", "Bearer " + token)
                .build();
    }

    private static HttpResponse.BodyHandler<String> text() {
        return HttpResponse.BodyHandlers.ofString();
    }
}
