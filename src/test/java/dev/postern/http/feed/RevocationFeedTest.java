package dev.postern.http.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.Await;
import dev.postern.http.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What services that verify tokens by themselves learn of those that are over. */
class RevocationFeedTest {
    private static final int PLACES = 100;

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private RunningServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new RunningServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> ask(String query, String... headers) throws Exception {
        HttpRequest.Builder request = server.request("/revocations" + query);
        return server.send(headers.length == 0 ? request : request.headers(headers));
    }

    /** The claims, after the signature was found good. */
    private static JsonNode claims(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/jwt");
        DecodedJWT statement = JWT.require(Algorithm.HMAC256(SECRET))
                .withIssuer("postern")
                .build()
                .verify(answer.body());
        assertThat(statement.getType()).isEqualTo("revocations+jwt");
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(statement.getPayload()));
    }

    private String signInAndOut() throws Exception {
        JsonNode pair = server.login();
        String session = RunningServer.json(server.get("/me", pair.get("token").asText()))
                .get("session")
                .asText();
        server.post(
                "/logout", "{\"refresh_token\":\"" + pair.get("refresh_token").asText() + "\"}");
        return session;
    }

    /** Returns once the feed tells of so many ends, and says where it has got to. */
    private long awaitEnds(int count) throws Exception {
        Await.until("the feed to go on", () -> claims(ask("")).get("ended").size() == count);
        return position();
    }

    private long position() throws Exception {
        return claims(ask("")).get("seq").asLong();
    }

    @Test
    void anEndedSessionIsReportedUntilNoTokenOfItCanLive() throws Exception {
        long now = System.currentTimeMillis() / 1000;
        String session = signInAndOut();
        awaitEnds(1);

        JsonNode told = claims(ask(""));

        assertThat(told.fieldNames()).toIterable().containsExactlyInAnyOrder("iss", "iat", "seq", "ended");
        assertThat(told.get("iat").asLong()).isBetween(now, now + 60);
        assertThat(told.get("ended")).hasSize(1);
        JsonNode entry = told.get("ended").get(0);
        assertThat(entry.get("sid").asText()).isEqualTo(session);
        assertThat(entry.get("exp").asLong()).isBetween(now + 86_400, now + 87_000);
        assertThat(entry.has("before")).isFalse();
    }

    @Test
    void otherRolesAndRevokedTokensOfClientsAreReportedAsWell() throws Exception {
        String token = server.login().get("token").asText();
        String mira = RunningServer.json(
                        server.as(token, "POST", "/admin/users", "{\"username\":\"mira\",\"roles\":[\"a\"]}"))
                .get("id")
                .asText();
        server.as(token, "PATCH", "/admin/users/" + mira, "{\"roles\":[\"b\"]}");
        String secret = server.addClient("reports");
        String clients = server.clientToken("reports", secret);
        server.send(server.form("/oauth/revoke", "token=" + clients));
        awaitEnds(2);

        JsonNode ended = claims(ask("")).get("ended");

        assertThat(ended.get(0).get("sub").asText()).isEqualTo(mira);
        assertThat(ended.get(0).get("before").asLong()).isGreaterThan(System.currentTimeMillis() / 1000 - 60);
        assertThat(ended.get(1).get("jti").asText())
                .isEqualTo(JWT.decode(clients).getId());
    }

    @Test
    void whoHasFollowedIsReportedWhatIsNewAlone() throws Exception {
        signInAndOut();
        long first = awaitEnds(1);
        String second = signInAndOut();
        long last = awaitEnds(2);

        assertThat(last).isEqualTo(first + 1);
        assertThat(claims(ask("?since=0")).get("ended")).hasSize(2);
        JsonNode news = claims(ask("?since=" + first));
        assertThat(news.get("ended")).hasSize(1);
        assertThat(news.get("ended").get(0).get("sid").asText()).isEqualTo(second);
        assertThat(news.get("seq").asLong()).isEqualTo(last);
        assertThat(claims(ask("?since=" + last)).get("ended")).isEmpty();
    }

    @Test
    void whoIsAheadOrOnAnotherLineOfHistoryIsReportedEverything() throws Exception {
        signInAndOut();
        long last = awaitEnds(1);
        for (long other : new long[] {last + 6, last + (1L << 40), last ^ (1L << 41), (1L << 53) - 1}) {
            assertThat(claims(ask("?since=" + other)).get("ended")).hasSize(1);
        }
    }

    /** A store may have been restored from a backup before: the same numbers would tell of other ends. */
    @Test
    void afterARestartEverythingIsReportedAgain(@TempDir Path folder) throws Exception {
        HttpResponse<String> told;
        try (RunningServer before = new RunningServer(folder)) {
            told = before.send(before.request("/revocations"));
        }
        long last = claims(told).get("seq").asLong();
        String tag = told.headers().firstValue("ETag").orElseThrow();
        // Which line of history a start is on is drawn, of 8,192.
        Await.until("another line of history", () -> {
            try (RunningServer after = new RunningServer(folder)) {
                return claims(after.send(after.request("/revocations")))
                                        .get("seq")
                                        .asLong()
                                != last
                        && after.send(after.request("/revocations").header("If-None-Match", tag))
                                        .statusCode()
                                == 200;
            }
        });
    }

    @Test
    void howeverManyEndsThereAreAThousandComeAtOnce() throws Exception {
        List<String> ids = server.revokeTokens(1_001);
        Await.until(
                "all to be heard", () -> ask("").headers().firstValue("ETag").isEmpty());
        HttpResponse<String> first = ask("");
        assertThat(first.headers().firstValue("ETag"))
                .as("there is more behind it")
                .isEmpty();
        List<String> told = new ArrayList<>();
        claims(first).get("ended").forEach(entry -> told.add(entry.get("jti").asText()));
        assertThat(told).hasSize(1_000);
        String rest = "?since=" + claims(first).get("seq").asLong();
        Await.until("the last to be heard", () -> claims(ask(rest)).get("ended").size() == 1);
        assertThat(ask(rest).headers().firstValue("ETag")).isPresent();
        claims(ask(rest))
                .get("ended")
                .forEach(entry -> told.add(entry.get("jti").asText()));
        assertThat(told).isEqualTo(ids);
    }

    @Test
    void whatIsUnchangedIsNotSentAgain() throws Exception {
        signInAndOut();
        awaitEnds(1);
        String tag = ask("").headers().firstValue("ETag").orElseThrow();
        assertThat(ask("").headers().firstValue("Cache-Control")).contains("no-cache");
        HttpResponse<String> again = ask("", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("Content-Length")).isEmpty();
        signInAndOut();
        awaitEnds(2);
        assertThat(ask("", "If-None-Match", tag).statusCode()).isEqualTo(200);
    }

    @Test
    void whoWaitsIsReportedAsSoonAsThereIsNews() throws Exception {
        CompletableFuture<HttpResponse<String>> bySince = waiting("?since=" + position() + "&wait=30");
        String tag = ask("").headers().firstValue("ETag").orElseThrow();
        CompletableFuture<HttpResponse<String>> byTag = waiting("?wait=30", "If-None-Match", tag);

        String session = signInAndOut();

        for (CompletableFuture<HttpResponse<String>> each : List.of(bySince, byTag)) {
            JsonNode told = claims(each.get(20, TimeUnit.SECONDS));
            assertThat(told.get("ended").get(0).get("sid").asText()).isEqualTo(session);
        }
    }

    @Test
    void whoWaitsInVainIsReportedSo() throws Exception {
        assertThat(claims(ask("?since=" + position() + "&wait=1")).get("ended")).isEmpty();
        String tag = ask("").headers().firstValue("ETag").orElseThrow();
        assertThat(ask("?wait=1", "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    /** A request that is on its way to wait. */
    private CompletableFuture<HttpResponse<String>> waiting(String query, String... headers) throws Exception {
        HttpRequest.Builder request = server.request("/revocations" + query);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return server.send(request);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        ask("");
        return answer;
    }

    @Test
    void whoHasNoPlaceToWaitIsReportedSo() throws Exception {
        List<HttpResponse<String>> refused = new ArrayList<>();
        List<CompletableFuture<HttpResponse<String>>> waiting = takeAllPlaces(refused);
        assertThat(refused).isNotEmpty().allSatisfy(each -> {
            assertThat(RunningServer.refusal(each)).isEqualTo("503 busy");
            assertThat(each.headers().firstValue("Retry-After")).isPresent();
        });

        signInAndOut();

        assertAnswered(waiting);
    }

    @Test
    void aServerThatStopsLetsNobodyWait() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> waiting = takeAllPlaces(new ArrayList<>());

        server.close();

        assertAnswered(waiting);
    }

    private static void assertAnswered(List<CompletableFuture<HttpResponse<String>>> all) {
        assertThat(all)
                .allSatisfy(each ->
                        assertThat(each.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200));
    }

    /** Those who wait in all the places that one sender has; who found none is told so. */
    private List<CompletableFuture<HttpResponse<String>>> takeAllPlaces(List<HttpResponse<String>> refused)
            throws Exception {
        String query = "?since=" + position() + "&wait=30";
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        Await.until("all places to be taken", () -> {
            while (all.size() <= PLACES) {
                all.add(server.sendAsync(server.request("/revocations" + query)));
            }
            all.removeIf(each -> each.isDone() && refused.add(each.join()));
            return all.size() == PLACES;
        });
        return all;
    }

    @Test
    void headSaysWhatGetWouldSay() throws Exception {
        HttpResponse<String> head =
                server.send(server.request("/revocations").method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("ETag"))
                .isEqualTo(ask("").headers().firstValue("ETag"));
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?since=-1", "?since=x", "?since=", "?since=1&since=2", "?wait=31", "?wait=-1", "?until=3"})
    void whatCannotBeAskedIsRefusedByName(String query) throws Exception {
        HttpResponse<String> answer = ask(query);
        assertThat(RunningServer.refusal(answer)).isEqualTo("400 invalid_request");
        assertThat(answer.body()).contains(query.substring(1, query.indexOf('=')));
    }

    @Test
    void aStatementIsNoAccessToken() throws Exception {
        String statement = new String(ask("").body().getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
        assertThat(RunningServer.refusal(server.get("/me", statement))).isEqualTo("401 invalid_token");
    }
}
