package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** What clients ask of servers in processes of their own. */
final class Calls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** The result of a login or a refresh. */
    record Pair(String accessToken, String refreshToken) {}

    private Calls() {}

    static HttpResponse<String> post(String url, String json) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json");
        return HTTP.send(request.POST(BodyPublishers.ofString(json)).build(), BodyHandlers.ofString());
    }

    static HttpResponse<String> login(TestServer server, String password) throws Exception {
        return post(server.url() + "/login", "{\"username\":\"admin\",\"password\":\"" + password + "\"}");
    }

    /** A sign-in that must succeed. */
    static HttpResponse<String> login(TestServer server, String name, String password) throws Exception {
        return post(server.url() + "/login", "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}");
    }

    /** The cookie of a browser that has signed in, as it sends it. */
    static String cookie(TestServer server) throws Exception {
        HttpResponse<String> answer = submit(server, "/login", "username=admin&password=" + ServerProcess.PASSWORD, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("postern="))
                .map(cookie -> cookie.replaceFirst(";.*", ""))
                .findFirst()
                .orElseThrow();
    }

    /** Sends the form of a page. */
    static HttpResponse<String> submit(TestServer server, String path, String form, String cookie) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "text/html")
                .header("Origin", server.url())
                .header("Cookie", cookie);
        return HTTP.send(
                request.POST(BodyPublishers.ofString(form.replace(' ', '+'))).build(), BodyHandlers.ofString());
    }

    /** The status of a page behind the gate, for a browser's script. */
    static int gateByCookie(TestServer server, String cookie) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/dashboard"))
                .header("Cookie", cookie)
                .build();
        return HTTP.send(request, BodyHandlers.ofString()).statusCode();
    }

    static Pair signIn(TestServer server) throws Exception {
        return pair(login(server, ServerProcess.PASSWORD));
    }

    static HttpResponse<String> refresh(TestServer server, Pair pair) throws Exception {
        return post(server.url() + "/refresh", body(pair));
    }

    static HttpResponse<String> logout(TestServer server, Pair pair) throws Exception {
        return post(server.url() + "/logout", body(pair));
    }

    private static String body(Pair pair) {
        return "{\"refresh_token\":\"" + pair.refreshToken() + "\"}";
    }

    static Pair pair(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode json = JSON.readTree(answer.body());
        return new Pair(json.path("token").asText(), json.path("refresh_token").asText());
    }

    /** The status of a page behind the gate. */
    static int gate(TestServer server, Pair pair) throws Exception {
        return gate(server, pair.accessToken());
    }

    static int gate(TestServer server, String accessToken) throws Exception {
        return status(server, "/dashboard", accessToken);
    }

    static int status(TestServer server, String path, Pair pair) throws Exception {
        return status(server, path, pair.accessToken());
    }

    static int status(TestServer server, String path, String accessToken) throws Exception {
        return HTTP.send(as(server, path, accessToken).build(), BodyHandlers.ofString())
                .statusCode();
    }

    static HttpResponse<String> postAs(TestServer server, String path, String json, Pair pair) throws Exception {
        HttpRequest.Builder request = as(server, path, pair.accessToken()).header("Content-Type", "application/json");
        return HTTP.send(request.POST(BodyPublishers.ofString(json)).build(), BodyHandlers.ofString());
    }

    static HttpResponse<String> postForm(String url, String form) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/x-www-form-urlencoded");
        return HTTP.send(request.POST(BodyPublishers.ofString(form)).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder as(TestServer server, String path, String accessToken) {
        return HttpRequest.newBuilder(URI.create(server.url() + path)).header("Authorization", "Bearer " + accessToken);
    }

    static HttpResponse<String> readiness(TestServer server) throws Exception {
        return get(server.url() + "/health/ready");
    }

    static HttpResponse<String> get(String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }
}
