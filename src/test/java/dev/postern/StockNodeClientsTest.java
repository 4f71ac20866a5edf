package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Libraries of others, oauth4webapi and jose on Node.js, used as their documentation says. */
class StockNodeClientsTest {
    private static final String INACTIVE = "{\"active\":false}";
    private static final String AUDIENCE = "postern";

    private static Node node;

    @TempDir
    private Path folder;

    @BeforeAll
    static void install(@TempDir Path scripts) throws Exception {
        node = Node.install(scripts);
    }

    private static JsonNode client(IssuingServer server, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(server.url));
        all.addAll(List.of(arguments));
        return node.run("client.mjs", all);
    }

    private static Answering service(IssuingServer server) throws Exception {
        return node.startAnswering("service.mjs", List.of(server.url, AUDIENCE));
    }

    private static String grant(IssuingServer server, String secret) throws Exception {
        return text(client(server, "grant", "basic", "reports", secret), "access_token");
    }

    private static JsonNode introspect(IssuingServer server, String secret, String token) throws Exception {
        return client(server, "introspect", "basic", "reports", secret, token);
    }

    private static String text(JsonNode answer, String field) {
        return answer.path(field).asText();
    }

    private static String refusal(JsonNode answer) {
        return text(answer, "refused");
    }

    @Test
    void aClientGetsTokensAndLearnsWhatBecomesOfThem() throws Exception {
        try (IssuingServer server = new IssuingServer(folder, "HS256")) {
            assertThat(text(client(server, "discover"), "issuer")).isEqualTo(server.url);
            String secret = server.running.addClient("reports", "reader");
            for (String method : List.of("basic", "post")) {
                JsonNode granted = client(server, "grant", method, "reports", secret);
                assertThat(granted.path("expires_in").asInt()).isEqualTo(900);
                String token = text(granted, "access_token");
                JsonNode told = client(server, "introspect", method, "reports", secret, token);
                assertThat(told.path("active").asBoolean()).isTrue();
                assertThat(text(told, "sub")).isEqualTo("reports");
                assertThat(told.path("roles")).hasToString("[\"reader\"]");
                assertThat(client(server, "revoke", method, "reports", secret, token))
                        .hasToString("{\"revoked\":true}");
                assertThat(introspect(server, secret, token)).hasToString(INACTIVE);
                assertThat(refusal(client(server, "grant", method, "reports", "wrong")))
                        .isEqualTo("401 basic");
            }
        }
    }

    @Test
    void whoeverSignedInRefreshesAndRevokesAsThePublicClient() throws Exception {
        try (IssuingServer server = new IssuingServer(folder, "HS256")) {
            String secret = server.running.addClient("reports");
            String spent = text(server.running.login(), "refresh_token");
            JsonNode next = client(server, "refresh", "none", "login", "", spent);
            List<String> pair = List.of(text(next, "access_token"), text(next, "refresh_token"));
            assertThat(pair).doesNotContain("", spent);
            assertThat(server.running.get("/dashboard", pair.get(0)).statusCode())
                    .isEqualTo(200);
            for (String token : pair) {
                JsonNode told = introspect(server, secret, token);
                assertThat(told.path("active").asBoolean()).isTrue();
                assertThat(text(told, "username")).isEqualTo("admin");
                assertThat(text(told, "client_id")).isEqualTo("login");
            }
            client(server, "revoke", "none", "login", "", pair.get(1));
            for (String token : pair) {
                assertThat(introspect(server, secret, token)).hasToString(INACTIVE);
            }
            assertThat(refusal(client(server, "refresh", "none", "login", "", pair.get(1))))
                    .isEqualTo("400 invalid_grant");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "RS256"})
    void aServiceVerifiesTokensByItselfAcrossARotation(String algorithm) throws Exception {
        try (IssuingServer server = new IssuingServer(folder, algorithm);
                Answering service = service(server)) {
            String clients = grant(server, server.running.addClient("reports", "reader"));
            String persons = server.personToken();
            assertThat(text(client(server, "validate", AUDIENCE, persons), "username"))
                    .isEqualTo("admin");
            assertThat(text(client(server, "validate", AUDIENCE, clients), "client_id"))
                    .isEqualTo("reports");
            assertThat(refusal(client(server, "validate", "others", persons))).contains("\"aud\"");
            assertThat(refusal(client(server, "validate", AUDIENCE, IssuingServer.tamper(persons))))
                    .contains("signature");

            JsonNode judged = service.ask(persons);
            assertThat(text(judged, "username")).isEqualTo("admin");
            assertThat(text(judged, "alg")).isEqualTo(algorithm);
            assertThat(service.ask(clients).path("roles")).hasToString("[\"reader\"]");
            assertThat(refusal(service.ask(IssuingServer.tamper(persons))))
                    .isEqualTo("ERR_JWS_SIGNATURE_VERIFICATION_FAILED");

            server.rotateKeys();
            JsonNode later = service.ask(server.personToken());
            assertThat(text(later, "username")).isEqualTo("admin");
            assertThat(text(later, "kid")).isNotEqualTo(text(judged, "kid"));
            assertThat(service.ask(persons)).isEqualTo(judged);
        }
    }

    @Test
    void aServiceThatFollowsRevocationsAppliesThem() throws Exception {
        try (IssuingServer server = new IssuingServer(folder, "ES256");
                Answering service = service(server)) {
            String secret = server.running.addClient("reports");
            String clients = grant(server, secret);
            String staying = server.personToken();
            String leaving = server.personToken();
            assertThat(service.ask("follow").path("ended")).isEmpty();

            assertThat(server.running
                            .send(server.running
                                    .request("/logout")
                                    .header("Authorization", "Bearer " + leaving)
                                    .POST(BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(204);
            JsonNode end = service.ask("follow").path("ended").path(0);
            JsonNode left = IssuingServer.claims(leaving);
            assertThat(text(end, "sid")).isEqualTo(text(left, "sid"));
            assertThat(end.path("exp").asLong())
                    .isGreaterThanOrEqualTo(left.path("exp").asLong());
            assertThat(refusal(service.ask(leaving))).isEqualTo("ended");

            client(server, "revoke", "basic", "reports", secret, clients);
            assertThat(text(service.ask("follow").path("ended").path(0), "jti"))
                    .isEqualTo(text(IssuingServer.claims(clients), "jti"));
            assertThat(refusal(service.ask(clients))).isEqualTo("ended");

            assertThat(text(service.ask(staying), "username")).isEqualTo("admin");
            server.run("user", "roles", "admin", "admin", "reader");
            assertThat(text(service.ask("follow").path("ended").path(0), "sub"))
                    .isEqualTo(text(IssuingServer.claims(staying), "sub"));
            assertThat(refusal(service.ask(staying))).isEqualTo("ended");
            assertThat(service.ask(server.personToken()).path("roles")).hasToString("[\"admin\",\"reader\"]");
        }
    }
}
