package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.http.RunningServer;
import dev.postern.store.Postgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** A server that knows its own URL, as the issuer of tokens to others must, and its commands. */
final class IssuingServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final String algorithm;
    final RunningServer running;
    final String url;

    IssuingServer(Path folder, String algorithm) throws Exception {
        this.folder = folder;
        this.algorithm = algorithm;
        int port = Postgres.freePort();
        url = "http://127.0.0.1:" + port;
        running = new RunningServer(folder, port, "server.public-url=" + url, "token.algorithm=" + algorithm);
    }

    /** Another server on the same store, and so with the same keys, that calls itself something else. */
    RunningServer startSibling(String issuer) throws Exception {
        return new RunningServer(folder, "server.public-url=" + issuer, "token.algorithm=" + algorithm);
    }

    /** A person's access token, of a new sign-in. */
    String personToken() throws Exception {
        return running.login().path("token").asText();
    }

    /** What a command prints, which must succeed. */
    String run(String... arguments) {
        Map<String, String> environment = Map.of(
                "POSTERN_STORE_URL",
                "jdbc:sqlite:" + folder.resolve("server.db"),
                "POSTERN_TOKEN_ALGORITHM",
                algorithm);
        Commands.Result result = new Commands(folder, environment).run(arguments);
        assertThat(result.code()).as(result.err()).isZero();
        return result.out().strip();
    }

    /** Lets the next key sign, and returns when it does. */
    void rotateKeys() throws Exception {
        String before = header(personToken()).path("kid").asText();
        run("keys", "rotate");
        Await.until(
                "the next key to sign",
                () -> !header(personToken()).path("kid").asText().equals(before));
    }

    private static JsonNode header(String token) throws IOException {
        return JSON.readTree(decoded(token, 0));
    }

    static JsonNode claims(String token) throws IOException {
        return JSON.readTree(decoded(token, 1));
    }

    private static String decoded(String token, int part) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[part]), StandardCharsets.UTF_8);
    }

    /** The same token for another subject, under the signature that it had. */
    static String tamper(String token) {
        String claims = decoded(token, 1).replaceFirst("\"sub\":\"", "\"sub\":\"x");
        String[] parts = token.split("\\.", -1);
        parts[1] = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return String.join(".", parts);
    }

    @Override
    public void close() {
        running.close();
    }
}
