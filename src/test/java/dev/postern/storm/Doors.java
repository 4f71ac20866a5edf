package dev.postern.storm;

import dev.postern.ServerProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** The instances as their clients reach them. Safe for use by many threads. */
final class Doors {
    /**
     * Longer than any instance takes, and within the grace time of a spent token: who gives a request up and makes it
     * again after that cannot be told from a thief.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> urls;

    Doors(List<String> urls) {
        this.urls = List.copyOf(urls);
    }

    /** The same instances over connections of their own, which are in nobody's way. */
    Doors apart() {
        return new Doors(urls);
    }

    int count() {
        return urls.size();
    }

    /** One of them by chance. */
    int any() {
        return ThreadLocalRandom.current().nextInt(urls.size());
    }

    /** One of the others by chance. */
    int anyBut(int instance) {
        return (instance + 1 + ThreadLocalRandom.current().nextInt(urls.size() - 1)) % urls.size();
    }

    CompletableFuture<Answer> login(int instance) {
        return post(
                instance, "/login", "{\"username\":\"admin\",\"password\":\"%s\"}".formatted(ServerProcess.PASSWORD));
    }

    CompletableFuture<Answer> refresh(int instance, Link token) {
        return post(instance, "/refresh", "{\"refresh_token\":\"%s\"}".formatted(token.text()));
    }

    CompletableFuture<Answer> logout(int instance, Link token) {
        return post(instance, "/logout", "{\"refresh_token\":\"%s\"}".formatted(token.text()));
    }

    /** Shows the gate an access token. */
    CompletableFuture<Answer> enter(int instance, String access) {
        return send(instance, request(instance, "/dashboard").header("Authorization", "Bearer " + access));
    }

    CompletableFuture<Answer> ready(int instance) {
        return send(instance, request(instance, "/health/ready"));
    }

    private CompletableFuture<Answer> post(int instance, String path, String body) {
        return send(
                instance,
                request(instance, path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(int instance, String path) {
        return HttpRequest.newBuilder(URI.create(urls.get(instance) + path)).timeout(PATIENCE);
    }

    private CompletableFuture<Answer> send(int instance, HttpRequest.Builder request) {
        long begun = System.nanoTime();
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> new Answer(instance, response.statusCode(), response.body(), begun))
                .exceptionally(failure -> new Answer(instance, Answer.NONE, failure.toString(), begun));
    }
}
