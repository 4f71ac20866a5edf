package dev.postern.http.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.http.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refresh tokens of {@code /login} at the token endpoint (RFC 6749, section 6), and what it answers to what is wrong. */
public class OAuthRefreshTest {
    private RunningServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new RunningServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private String refreshToken() throws Exception {
        return server.login().get("refresh_token").asText();
    }

    private static String grant(String refreshToken) {
        return "grant_type=refresh_token&refresh_token=" + refreshToken;
    }

    private HttpResponse<String> token(String form) throws Exception {
        return server.send(server.form("/oauth/token", form));
    }

    @Test
    void aRefreshTokenBuysTheNextPair() throws Exception {
        String first = refreshToken();

        HttpResponse<String> answer = token(grant(first));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Pragma")).contains("no-cache");
        JsonNode pair = RunningServer.json(answer);
        assertThat(pair.fieldNames())
                .toIterable()
                .containsExactly("access_token", "token_type", "expires_in", "refresh_token");
        assertThat(pair.get("token_type").asText()).isEqualTo("Bearer");
        assertThat(pair.get("expires_in").asInt()).isEqualTo(900);
        assertThat(server.get("/me", pair.get("access_token").asText()).statusCode())
                .isEqualTo(200);
        JsonNode again = RunningServer.json(token(grant(first)));
        assertThat(again.get("refresh_token")).as("the same successor").isEqualTo(pair.get("refresh_token"));
        HttpResponse<String> next = server.post(
                "/refresh", "{\"refresh_token\":\"" + pair.get("refresh_token").asText() + "\"}");
        assertThat(next.statusCode()).as("one chain for both routes").isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&client_id=login", "&client_id=login&client_secret=", "&client_id=", "&unknown=x"})
    void thePublicClientMayNameItself(String more) throws Exception {
        assertThat(token(grant(refreshToken()) + more).statusCode()).isEqualTo(200);
    }

    @Test
    void thePublicClientMayNameItselfByBasicWithoutASecret() throws Exception {
        HttpRequest.Builder request =
                server.form("/oauth/token", grant(refreshToken())).header("Authorization", basic("login", ""));
        assertThat(server.send(request).statusCode()).isEqualTo(200);
    }

    @Test
    void anotherClientGetsNothingForIt() throws Exception {
        String refreshToken = refreshToken();
        String secret = server.addClient("reports");

        assertThat(refused(server.form("/oauth/token", grant(refreshToken))
                        .header("Authorization", basic("reports", secret))))
                .isEqualTo("400 invalid_grant");
        assertThat(refused(server.form(
                        "/oauth/token", grant(refreshToken) + "&client_id=reports&client_secret=" + secret)))
                .isEqualTo("400 invalid_grant");
        assertThat(refused(server.form("/oauth/token", grant(refreshToken) + "&client_id=reports")))
                .isEqualTo("401 invalid_client");
        assertThat(refused(server.form("/oauth/token", grant(refreshToken) + "&client_id=login&client_secret=x")))
                .isEqualTo("401 invalid_client");
        assertThat(token(grant(refreshToken)).statusCode())
                .as("it was not spent")
                .isEqualTo(200);
    }

    @Test
    void whatIsSpentExpiredOrUnknownIsAnInvalidGrant() throws Exception {
        String first = refreshToken();
        token(grant(first));
        server.advance(Duration.ofSeconds(31));
        assertThat(refused(server.form("/oauth/token", grant(first)))).isEqualTo("400 invalid_grant");
        String other = refreshToken();
        server.advance(Duration.ofDays(31));
        assertThat(refused(server.form("/oauth/token", grant(other)))).isEqualTo("400 invalid_grant");
        assertThat(refused(server.form("/oauth/token", grant("x")))).isEqualTo("400 invalid_grant");
        assertThat(refused(server.form("/oauth/token", grant("prt_" + "A".repeat(108)))))
                .isEqualTo("400 invalid_grant");
    }

    @Test
    void errorsAreThoseOfTheStandard() throws Exception {
        String token = refreshToken();
        for (String form : List.of(
                "",
                "grant_type=",
                "refresh_token=" + token,
                "grant_type=refresh_token",
                "grant_type=refresh_token&refresh_token=",
                grant(token) + "&grant_type=refresh_token",
                grant(token) + "&refresh_token=" + token,
                grant(token) + "&scope=a&scope=a",
                grant(token) + "&x=1&x=1",
                grant(token) + "&x=%zz",
                grant(token) + "&x=%00",
                grant(token) + "&x=%ff",
                grant(token) + "&x=a b")) {
            assertThat(refused(server.form("/oauth/token", form))).as(form).isEqualTo("400 invalid_request");
        }
        assertThat(refused(server.form("/oauth/token", grant(token) + "&scope=admin")))
                .isEqualTo("400 invalid_scope");
        for (String grant : List.of("password", "authorization_code", "implicit", "Refresh_Token", "urn:x")) {
            assertThat(refused(server.form("/oauth/token", "grant_type=" + grant + "&username=admin&password=x")))
                    .isEqualTo("400 unsupported_grant_type");
        }
        assertThat(token(grant(token)).statusCode()).as("it was not spent").isEqualTo(200);
    }

    @Test
    void bothKindsOfAuthenticationAtOnceAreRefused() throws Exception {
        String secret = server.addClient("reports");
        String form = "grant_type=client_credentials&client_id=reports&client_secret=" + secret;
        assertThat(refused(server.form("/oauth/token", form).header("Authorization", basic("reports", secret))))
                .isEqualTo("400 invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/oauth/token", "/oauth/revoke", "/oauth/introspect"})
    void onlyFormsInTheBodyOfAPostAreTaken(String path) throws Exception {
        HttpResponse<String> get = server.send(server.request(path + "?grant_type=client_credentials&token=x"));
        assertThat(get.headers().firstValue("Allow")).contains("POST");
        assertThat(refusal(get)).isEqualTo("405 invalid_request");
        assertThat(refused(server.request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"grant_type\":\"refresh_token\",\"token\":\"x\"}"))))
                .isEqualTo("400 invalid_request");
        assertThat(refused(server.request(path).POST(BodyPublishers.ofString("grant_type=x&token=x"))))
                .isEqualTo("400 invalid_request");
        assertThat(refused(server.request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-16")
                        .POST(BodyPublishers.ofString("grant_type=x&token=x"))))
                .isEqualTo("400 invalid_request");
        assertThat(refused(server.form(path + "?token=x", "grant_type=x&token=x")))
                .isEqualTo("400 invalid_request");
        assertThat(refused(server.form(path, "x=" + "y".repeat(70_000)))).isEqualTo("413 invalid_request");
    }

    private String refused(HttpRequest.Builder request) throws Exception {
        return refusal(server.send(request));
    }

    /** Status and code of a refusal in the form of RFC 6749, section 5.2. */
    public static String refusal(HttpResponse<String> answer) throws Exception {
        JsonNode fields = RunningServer.json(answer);
        assertThat(fields.fieldNames()).toIterable().containsExactly("error", "error_description");
        assertThat(fields.get("error_description").asText()).matches("[ -!#-\\[\\]-~]+");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(answer.statusCode() == 401);
        return answer.statusCode() + " " + fields.get("error").asText();
    }

    /** Applications have paths such as this one, where their users come back to from elsewhere. */
    @Test
    void aPathBelowOauthThatIsNotOurRouteIsRefusedAsAnyOther(@TempDir Path folder) throws Exception {
        try (RunningServer other =
                new RunningServer(folder, "group.app.path=/oauth/callback", "group.app.roles=nobody")) {
            String token = other.login().get("token").asText();
            assertThat(RunningServer.refusal(other.send(other.request("/oauth/callback"))))
                    .isEqualTo("401 missing_token");
            assertThat(RunningServer.refusal(other.get("/oauth/callback", "x"))).isEqualTo("401 invalid_token");
            assertThat(RunningServer.refusal(other.get("/oauth/callback", token)))
                    .isEqualTo("403 insufficient_role");
            assertThat(RunningServer.refusal(other.get("/oauth/nothing", token)))
                    .isEqualTo("404 not_found");
        }
    }
}
