package dev.postern.proxies;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.crypto.KeyDerivation;
import dev.postern.http.RunningServer;
import dev.postern.sessions.ProxyCheckTokens;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /.postern/check}, which shows the headers of a request to {@code doctor} alone. */
class ProxyCheckTest {
    private static final KeyDerivation SECRET = new KeyDerivation("0123456789abcdef0123456789abcdef".getBytes(UTF_8));

    @TempDir
    private Path folder;

    private static HttpResponse<String> check(RunningServer server, String token) throws Exception {
        return server.send(server.request("/.postern/check")
                .header("X-Postern-Check", token)
                .header("X-Auth-User", "somebody")
                .header("x_auth_roles", "boss")
                .header("Cookie", "a=b"));
    }

    @Test
    void aTokenShowsTheHeadersAboutTheSenderOnce() throws Exception {
        String token = new ProxyCheckTokens(SECRET, Clock.systemUTC()).make();
        try (RunningServer server = new RunningServer(folder, "server.public-url=https://door.test")) {
            HttpResponse<String> shown = check(server, token);
            assertThat(shown.statusCode()).isEqualTo(200);
            assertThat(shown.headers().firstValue("Cache-Control")).hasValue("no-store");
            JsonNode seen = RunningServer.json(shown);
            assertThat(seen.path("headers").toString())
                    .contains("somebody", "boss")
                    .doesNotContain("a=b", token);
            assertThat(seen.path("from_trusted_proxy").asBoolean()).isFalse();
            assertThat(seen.path("public_url").asText()).isEqualTo("https://door.test");
            assertThat(RunningServer.refusal(check(server, token))).as("again").isEqualTo("404 not_found");
        }
    }

    @Test
    void nobodyElseSeesThem() throws Exception {
        Clock past = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-61));
        ProxyCheckTokens others = new ProxyCheckTokens(new KeyDerivation(new byte[32]), Clock.systemUTC());
        String good = new ProxyCheckTokens(SECRET, Clock.systemUTC()).make();
        String[] tokens = {
            "",
            "x",
            "a.b.c",
            "a.1.",
            good.substring(1),
            good + "A",
            others.make(),
            new ProxyCheckTokens(SECRET, past).make()
        };
        try (RunningServer server = new RunningServer(folder)) {
            for (String token : tokens) {
                assertThat(RunningServer.refusal(check(server, token)))
                        .as(token)
                        .isEqualTo("404 not_found");
            }
            assertThat(RunningServer.refusal(server.get("/.postern/check", ""))).isEqualTo("404 not_found");
        }
    }
}
