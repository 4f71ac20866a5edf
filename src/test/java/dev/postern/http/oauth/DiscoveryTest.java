package dev.postern.http.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.http.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where clients and services find what they need (RFC 8414, RFC 7517). */
class DiscoveryTest {
    private static final String METADATA = "/.well-known/oauth-authorization-server";
    private static final String KEYS = "/.well-known/jwks.json";

    @TempDir
    private Path folder;

    @Test
    void theMetadataNameEveryRouteThatThereIs() throws Exception {
        try (RunningServer server = new RunningServer(folder, "server.public-url=https://door.example.org")) {
            HttpResponse<String> answer = server.send(server.request(METADATA));
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
            JsonNode metadata = RunningServer.json(answer);
            assertThat(metadata.get("issuer").asText()).isEqualTo("https://door.example.org");
            for (String name : List.of("token", "revocation", "introspection")) {
                String url = metadata.get(name + "_endpoint").asText();
                assertThat(url).startsWith("https://door.example.org/oauth/");
                String path = url.substring("https://door.example.org".length());
                assertThat(server.send(server.form(path, "")).statusCode()).isIn(400, 401);
            }
            assertThat(metadata.get("jwks_uri").asText()).isEqualTo("https://door.example.org" + KEYS);
            assertThat(metadata.get("grant_types_supported").toString())
                    .isEqualTo("[\"client_credentials\",\"refresh_token\"]");
            assertThat(metadata.get("response_types_supported").isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "token.audience=x, set server.public-url",
        "token.issuer=a-name, set server.public-url",
        "token.issuer=urn:example:door, set server.public-url",
        "token.issuer=https://a.example/b, a path"
    })
    void withoutAnIssuerThatIsAUrlThereAreNone(String setting, String message) throws Exception {
        try (RunningServer server = new RunningServer(folder, setting)) {
            HttpResponse<String> answer = server.send(server.request(METADATA));
            assertThat(RunningServer.refusal(answer)).isEqualTo("404 not_found");
            assertThat(answer.body()).contains(message);
        }
    }

    @Test
    void anIssuerOfItsOwnIsWhereTheRoutesAreUnlessAPublicUrlIsSet() throws Exception {
        try (RunningServer server = new RunningServer(folder, "token.issuer=https://a.example/")) {
            JsonNode metadata = RunningServer.json(server.send(server.request(METADATA)));
            assertThat(metadata.get("issuer").asText()).isEqualTo("https://a.example/");
            assertThat(metadata.get("token_endpoint").asText()).isEqualTo("https://a.example/oauth/token");
        }
        try (RunningServer server =
                new RunningServer(folder, "token.issuer=https://a.example", "server.public-url=https://b.example")) {
            JsonNode metadata = RunningServer.json(server.send(server.request(METADATA)));
            assertThat(metadata.get("token_endpoint").asText()).isEqualTo("https://b.example/oauth/token");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256"})
    void secretsAreNoPartOfTheKeySet(String algorithm) throws Exception {
        try (RunningServer server = new RunningServer(folder, "token.algorithm=" + algorithm)) {
            assertThat(server.send(server.request(KEYS)).body()).isEqualTo("{\"keys\":[]}");
        }
    }

    @ParameterizedTest
    @CsvSource({"RS256, 'kid,use,alg,e,kty,n'", "ES256, 'kid,use,alg,crv,kty,x,y'", "ES384, 'kid,use,alg,crv,kty,x,y'"})
    void publicKeysArePublishedAndNothingElse(String algorithm, String members) throws Exception {
        try (RunningServer server = new RunningServer(folder, "token.algorithm=" + algorithm)) {
            HttpResponse<String> answer = server.send(server.request(KEYS));
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/jwk-set+json");
            JsonNode keys = RunningServer.json(answer).get("keys");
            assertThat(keys).hasSize(2);
            for (JsonNode key : keys) {
                assertThat(key.fieldNames()).toIterable().containsExactly(members.split(","));
                assertThat(key.get("alg").asText()).isEqualTo(algorithm);
            }
        }
    }

    @Test
    void theKeySetIsCachedForNoLongerThanAKeyIsPublishedBeforeItSigns() throws Exception {
        try (RunningServer server = new RunningServer(folder, "token.algorithm=ES256")) {
            HttpResponse<String> answer = server.send(server.request(KEYS));
            assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=300");
            String tag = answer.headers().firstValue("ETag").orElseThrow();
            HttpResponse<String> head =
                    server.send(server.request(KEYS).method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(head.headers().firstValue("ETag")).contains(tag);
            assertThat(head.body()).isEmpty();
            HttpResponse<String> again = server.send(server.request(KEYS).header("If-None-Match", tag));
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.headers().firstValue("ETag")).contains(tag);
            assertThat(again.headers().firstValue("Content-Type")).contains("application/jwk-set+json");
            assertThat(again.headers().firstValue("Content-Length")).isEmpty();
            assertThat(server.send(server.request(KEYS).header("If-None-Match", "\"other\""))
                            .statusCode())
                    .isEqualTo(200);
        }
        try (RunningServer server = new RunningServer(folder, "token.algorithm=ES256", "token.access-lifetime=20s")) {
            assertThat(server.send(server.request(KEYS)).headers().firstValue("Cache-Control"))
                    .contains("public, max-age=20");
        }
    }
}
