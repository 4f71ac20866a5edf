package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many refreshes at once, and a server that is killed in the middle of them. */
class RefreshStormTest {
    private static final int ROUNDS = 3;
    private static final int CLIENTS = 8;
    private static final int BEFORE_THE_KILL = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> post(String url, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String login(String url) throws Exception {
        return post(url + "/login", "{\"username\":\"admin\",\"password\":\"" + ServerProcess.PASSWORD + "\"}")
                .body();
    }

    private static String refreshToken(String pair) throws IOException {
        JsonNode token = JSON.readTree(pair).path("refresh_token");
        assertThat(token.isTextual()).as(pair).isTrue();
        return token.asText();
    }

    private HttpResponse<String> refresh(String url, String token) throws IOException, InterruptedException {
        return post(url + "/refresh", "{\"refresh_token\":\"" + token + "\"}");
    }

    @Test
    void sixtyFourAtOnceWithOneTokenGetOneSuccessor(@TempDir Path folder) throws Exception {
        try (ServerProcess server = ServerProcess.start(folder)) {
            String token = refreshToken(login(server.url()));
            List<Callable<String>> clients = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                clients.add(() -> refreshToken(refresh(server.url(), token).body()));
            }
            ExecutorService threads = Executors.newFixedThreadPool(64);
            Set<String> successors = new HashSet<>();
            for (Future<String> answer : threads.invokeAll(clients)) {
                successors.add(answer.get());
            }
            threads.shutdown();
            assertThat(successors).hasSize(1).doesNotContain(token);
            assertThat(refresh(server.url(), successors.iterator().next()).statusCode())
                    .isEqualTo(200);
        }
    }

    /** A client that got an answer goes on with it; one that got none tries again with what it had. */
    @Test
    void killsLoseNobody(@TempDir Path folder) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<String> tokens = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(folder)) {
            for (int i = 0; i < CLIENTS; i++) {
                tokens.add(refreshToken(login(server.url())));
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            try (ServerProcess server = ServerProcess.start(folder)) {
                CountDownLatch busy = new CountDownLatch(CLIENTS * BEFORE_THE_KILL);
                List<Future<String>> clients = new ArrayList<>();
                for (String token : tokens) {
                    clients.add(threads.submit(() -> refreshUntilKilled(server.url(), token, busy)));
                }
                busy.await();
                server.kill();
                tokens.clear();
                for (Future<String> client : clients) {
                    tokens.add(client.get());
                }
            }
        }
        threads.shutdown();
        try (ServerProcess server = ServerProcess.start(folder)) {
            for (String token : tokens) {
                assertThat(refresh(server.url(), token).statusCode()).isEqualTo(200);
            }
        }
    }

    private String refreshUntilKilled(String url, String first, CountDownLatch busy) throws InterruptedException {
        String token = first;
        while (true) {
            try {
                HttpResponse<String> answer = refresh(url, token);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                token = refreshToken(answer.body());
                busy.countDown();
            } catch (IOException killed) {
                return token;
            }
        }
    }
}
