package dev.postern.http.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.RunningServer;
import dev.postern.http.Wire;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that go on to an application behind a group. */
@TestInstance(Lifecycle.PER_CLASS)
class UpstreamTest {
    private Application application;
    private RunningServer server;
    private String token;
    private BlockingQueue<Application.Received> received;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        application = new Application();
        server = new RunningServer(
                folder,
                "group.app.path=/app/*",
                "group.app.upstream=" + application.url(),
                "group.open.path=/open/*",
                "group.open.access=public",
                "group.open.upstream=" + application.url(),
                "group.read.path=/read/*",
                "group.read.methods=GET,POST",
                "group.read.upstream=" + application.url(),
                "group.odd.path=/odd/*",
                "group.odd.lenient-paths=true",
                "group.odd.upstream=" + application.url(),
                "group.slow.path=/slow/*",
                "group.slow.timeout=1s",
                "group.slow.upstream=" + application.url(),
                "group.down.path=/down/*",
                "group.down.upstream=http://127.0.0.1:1",
                "group.git.path=/git/*",
                "group.git.basic=true",
                "group.git.upstream=" + application.url());
        token = server.login().path("token").asText();
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        application.close();
    }

    @BeforeEach
    void recordRequests() {
        received = new LinkedBlockingQueue<>();
        application.answer(request -> {
            request.body();
            received.add(request);
            return request.reply("200 OK\r\nContent-Type: text/plain", "hello");
        });
    }

    private String get(String target, String... headers) throws Exception {
        return server.wire()
                .ask(
                        "GET " + target + " HTTP/1.1",
                        Stream.concat(Stream.of("Authorization: Bearer " + token), Stream.of(headers))
                                .toArray(String[]::new));
    }

    private Application.Received arrived() throws Exception {
        Application.Received next = received.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("a request to the application").isNotNull();
        return next;
    }

    @Test
    void onlyWhoMayPassReachesTheApplication() throws Exception {
        assertThat(Wire.status(server.wire().ask("GET /app/x HTTP/1.1"))).isEqualTo(401);
        assertThat(received).isEmpty();
        assertThat(get("/app/x")).startsWith("HTTP/1.1 200").endsWith("hello");
        assertThat(arrived().line()).isEqualTo("GET /app/x HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app",
                "/app/",
                "/app/a%20b/%C3%A9",
                "/app/x?",
                "/app/x?a=1&a=%2F%zz&b={}|\"<>^`&c=//..;/\\",
                "/app/x?u=http://evil.example/?x",
                "/odd/a%2fb%25",
                "/odd//b/../odd/c",
                "/odd/b;c=1/d\\e?f;g",
            })
    void theTargetGoesOnByteForByte(String target) throws Exception {
        assertThat(get(target)).startsWith("HTTP/1.1 200");
        assertThat(arrived().line()).isEqualTo("GET " + target + " HTTP/1.1");
    }

    @Test
    void theApplicationLearnsWhoSendsIt() throws Exception {
        get("/app/x", "X-Request-Id: abc");
        Application.Received request = arrived();
        assertThat(request.values("x-auth-user")).containsExactly("admin");
        assertThat(request.values("remote-user")).containsExactly("admin");
        assertThat(request.values("x-auth-roles")).containsExactly("admin");
        assertThat(request.values("remote-groups")).containsExactly("admin");
        assertThat(request.values("x-auth-id")).hasSize(1);
        assertThat(request.values("host")).containsExactly("localhost");
        assertThat(request.values("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(request.values("x-forwarded-host")).containsExactly("localhost");
        assertThat(request.values("x-forwarded-proto")).containsExactly("http");
        assertThat(request.values("forwarded")).containsExactly("for=127.0.0.1;host=\"localhost\";proto=http");
        assertThat(request.values("x-request-id")).containsExactly("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Auth-User",
                "x-auth-user",
                "X_Auth_User",
                "X.Auth.User",
                "X~Auth-User",
                "Remote.User",
                "Remote-Email",
                "X.Forwarded.For",
                "X-Auth_User",
                "X-Auth-Id",
                "X-Auth-Roles",
                "X-AUTH-TOKEN",
                "Remote-User",
                "Remote_User",
                "Remote-Groups",
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "X-Forwarded-User",
                "X_Forwarded_Proto",
                "Forwarded",
                "X-Real-IP",
                "X-Original-URL",
                "X-Rewrite-URL",
                "Proxy",
                "Proxy-Authorization",
                "TE",
                "Keep-Alive",
            })
    void whatAClientForgesDoesNotArrive(String name) throws Exception {
        server.wire().ask("GET /open/x HTTP/1.1", name + ": evil", name + ": evil too", "X-Other: kept");
        Application.Received request = arrived();
        assertThat(request.head()).noneMatch(line -> line.contains("evil")).anyMatch("X-Other: kept"::equals);
    }

    @Test
    void aClientTakesNoHeaderAwayByConnection() throws Exception {
        server.wire()
                .ask(
                        "GET /app/x HTTP/1.1",
                        "Connection: X-Auth-User, Host, X-Own",
                        "X-Own: this connection's",
                        "Authorization: Bearer " + token);
        Application.Received request = arrived();
        assertThat(request.values("x-auth-user")).containsExactly("admin");
        assertThat(request.values("host")).containsExactly("localhost");
        assertThat(request.values("x-own")).isEmpty();
    }

    @Test
    void methodsAreOverriddenOnlyWhereAllPass() throws Exception {
        get("/read/x", "X-HTTP-Method-Override: DELETE", "X-Method-Override: DELETE");
        assertThat(arrived().head()).noneMatch(line -> line.contains("DELETE"));
        get("/app/x", "X-HTTP-Method-Override: DELETE");
        assertThat(arrived().values("x-http-method-override")).containsExactly("DELETE");
    }

    @Test
    void ourCredentialsStayHere() throws Exception {
        get("/app/x", "Cookie: a=1; postern=abc; __Host-postern=x; b=2", "Cookie: postern_device=y; posterns=c");
        Application.Received request = arrived();
        assertThat(request.values("authorization")).isEmpty();
        assertThat(request.values("cookie")).containsExactly("a=1; b=2; posterns=c");

        server.wire().ask("GET /app/x HTTP/1.1", "X-Postern-Token: " + token, "Authorization: Basic YTpi");
        Application.Received besides = arrived();
        assertThat(besides.values("authorization")).containsExactly("Basic YTpi");
        assertThat(besides.values("x-postern-token")).isEmpty();
        assertThat(besides.values("x-auth-user")).containsExactly("admin");

        server.wire().ask("GET /open/x HTTP/1.1", "Authorization: Bearer the-application's");
        assertThat(arrived().values("authorization")).containsExactly("Bearer the-application's");
        server.wire().ask("GET /open/x HTTP/1.1", "Authorization: Bearer pst_" + "0".repeat(43));
        assertThat(arrived().values("authorization")).isEmpty();

        String personal = server.personalToken(token, "{\"name\":\"git\"}");
        HttpResponse<String> answer = server.send(server.request("/git/x")
                .header(
                        "Authorization",
                        "Basic "
                                + java.util.Base64.getEncoder()
                                        .encodeToString(("admin:" + personal).getBytes(StandardCharsets.UTF_8))));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(arrived().values("authorization")).isEmpty();
    }

    @Test
    void bodiesGoBothWays() throws Exception {
        application.answer(request -> {
            String body = new String(request.body(), StandardCharsets.UTF_8);
            return request.reply("201 Created\r\nX-Method: " + request.line().split(" ", 2)[0], body + body);
        });
        String text = "0123456789".repeat(50_000);
        HttpResponse<String> known = server.send(server.request("/app/x")
                .header("Authorization", "Bearer " + token)
                .method("PUT", BodyPublishers.ofString(text)));
        assertThat(known.statusCode()).isEqualTo(201);
        assertThat(known.headers().firstValue("X-Method")).contains("PUT");
        assertThat(known.body()).isEqualTo(text + text);
        HttpResponse<String> chunked = server.send(server.request("/app/x")
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))));
        assertThat(chunked.body()).isEqualTo(text + text);
    }

    @Test
    void theResponseIsTheApplications() throws Exception {
        application.answer(request -> request.reply(
                String.join(
                        "\r\n",
                        "302 Found",
                        "Location: http://elsewhere.example/",
                        "Set-Cookie: a=1",
                        "Set-Cookie: b=2",
                        "Content-Encoding: gzip",
                        "Date: Sat, 01 Jan 2000 00:00:00 GMT",
                        "X-Own: 1",
                        "Connection: X-Own",
                        "X-Content-Type-Options: evil",
                        "X-Request-Id: evil"),
                "not gzip"));
        String answer = get("/app/x", "X-Request-Id: abc");
        assertThat(answer)
                .startsWith("HTTP/1.1 302")
                .contains("Location: http://elsewhere.example/\r\n", "Set-Cookie: a=1\r\n", "Set-Cookie: b=2\r\n")
                .contains("Content-Encoding: gzip\r\n", "Date: Sat, 01 Jan 2000 00:00:00 GMT\r\n")
                .contains("X-Request-Id: abc\r\n", "X-Content-Type-Options: nosniff\r\n")
                .doesNotContain("X-Own", "evil")
                .endsWith("\r\n\r\nnot gzip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified\r\nETag: \"a\""})
    void aResponseWithoutABodyHasNone(String head) throws Exception {
        application.answer(request -> {
            request.send("HTTP/1.1 " + head + "\r\n\r\n");
            return true;
        });
        assertThat(get("/app/x"))
                .startsWith("HTTP/1.1 " + head.split("\r\n", 2)[0])
                .endsWith("\r\n\r\n");
    }

    @Test
    void aHeadRequestTellsTheLength() throws Exception {
        application.answer(request -> {
            request.send("HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n");
            return true;
        });
        assertThat(server.wire().ask("HEAD /app/x HTTP/1.1", "Authorization: Bearer " + token))
                .contains("Content-Length: 12345\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void interimResponsesAreNoResponse() throws Exception {
        application.answer(request -> {
            request.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
            return request.reply("200 OK", "final");
        });
        assertThat(get("/app/x")).startsWith("HTTP/1.1 200").endsWith("final");
    }

    @Test
    void manyHeadersPass() throws Exception {
        String cookies = "c=" + "x".repeat(20_000);
        application.answer(request -> request.reply(
                "200 OK\r\nX-Long: " + "y".repeat(20_000),
                String.valueOf(request.values("cookie").get(0).length())));
        String answer = get("/app/x", "Cookie: " + cookies);
        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("y".repeat(20_000))
                .endsWith("20002");
    }

    @Test
    void anEventStreamArrivesEventByEvent() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        application.answer(request -> {
            request.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            await(first);
            request.send("9\r\ndata: 1\n\n\r\n");
            await(second);
            request.send("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
            return true;
        });
        try (Socket socket = server.wire().open()) {
            send(socket, "GET /app/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n");
            InputStream in = socket.getInputStream();
            while (!Application.readLine(in).isEmpty()) {} // The headers come before any event.
            first.countDown();
            assertThat(Application.readLine(in)).isEqualTo("9");
            assertThat(Application.readLine(in)).isEqualTo("data: 1");
            second.countDown();
            assertThat(List.of(Application.readLine(in), Application.readLine(in), Application.readLine(in)))
                    .containsExactly("", "", "9");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    @Test
    void anApplicationThatIsDownIs502() throws Exception {
        assertThat(get("/down/x")).startsWith("HTTP/1.1 502").contains("\"bad_gateway\"");
        assertThat(get("/down/x", "Accept: text/html"))
                .startsWith("HTTP/1.1 502")
                .contains("The application does not answer", "Try again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"})
    void anAnswerThatIsNoneIs502(String bytes) throws Exception {
        application.answer(request -> {
            request.send(bytes);
            return false;
        });
        assertThat(get("/app/x")).startsWith("HTTP/1.1 502").contains("\"bad_gateway\"");
    }

    @Test
    void anApplicationThatIsTooSlowIs504() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        application.answer(request -> {
            await(asked);
            return false;
        });
        assertThat(get("/slow/x")).startsWith("HTTP/1.1 504").contains("\"gateway_timeout\"");
        asked.countDown();
    }

    /** So that nobody takes the half for the whole. */
    @Test
    void aResponseThatIsCutIsSeenAsCut() throws Exception {
        application.answer(request -> {
            request.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            return false;
        });
        assertThat(get("/app/x")).startsWith("HTTP/1.1 200").doesNotContain("\r\n0\r\n");
    }

    @Test
    void aRequestThatIsLostWithAnOldConnectionIsSentAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        application.answer(request -> {
            int number = asked.incrementAndGet();
            // The second request comes on the first connection, which is closed just then.
            return number != 2 && request.reply("200 OK", "number " + number);
        });
        assertThat(get("/app/x")).endsWith("number 1");
        assertThat(get("/app/x")).startsWith("HTTP/1.1 200").endsWith("number 3");
    }

    @Test
    void aWriteIsNeverSentTwice() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        application.answer(request -> {
            asked.incrementAndGet();
            return false;
        });
        HttpResponse<String> answer = server.as(token, "POST", "/app/x", "{}");
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(asked).hasValue(1);
    }

    @Test
    void connectionsAreUsedAgain() throws Exception {
        get("/app/x");
        int before = application.connections();
        for (int i = 0; i < 10; i++) {
            get("/app/x");
        }
        assertThat(application.connections() - before).isLessThanOrEqualTo(1);
    }
}
