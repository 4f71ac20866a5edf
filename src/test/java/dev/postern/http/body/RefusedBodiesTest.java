package dev.postern.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.http.RunningServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request is told, by status, code and the field's name. */
@TestInstance(Lifecycle.PER_CLASS)
class RefusedBodiesTest {
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = new RunningServer(folder);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | Field \"username\" is missing.",
                "{\"username\":\"a\"} | Field \"password\" is missing.",
                "{\"username\":1,\"password\":\"x\"} | Field \"username\" must be a string.",
                "{\"username\":\"a\",\"password\":null} | Field \"password\" must be a string.",
                "{\"username\":\"a\",\"password\":[\"x\"]} | Field \"password\" must be a string.",
                "{\"username\":\"a\",\"username\":\"b\",\"password\":\"x\"} | Field \"username\" must be sent only once.",
                "{\"username\":\"a\",\"password\":\"x\"}{} | Something follows the JSON object.",
                "[] | The body must be a JSON object.",
                "null | The body must be a JSON object.",
                "\"x\" | The body must be a JSON object.",
                "{ | The body is not valid JSON.",
                "{'username':'a'} | The body is not valid JSON.",
                "{\"username\":\"a\\q\"} | The body is not valid JSON.",
            })
    void aBodyThatIsNotRightIsReportedWhatIsWrong(String body, String message) throws Exception {
        HttpResponse<String> answer = server.post("/login", body);
        assertThat(RunningServer.refusal(answer)).isEqualTo("400 invalid_request");
        assertThat(RunningServer.json(answer).path("message").asText()).isEqualTo(message);
    }

    @Test
    void jsonThatIsTooDeepIsRefused() throws Exception {
        String deep = "{\"username\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
        assertThat(RunningServer.refusal(server.post("/login", deep))).isEqualTo("400 invalid_request");
    }

    @Test
    void anEmptyBodyIsNotJson() throws Exception {
        assertThat(RunningServer.refusal(server.post("/login", ""))).isEqualTo("400 invalid_request");
    }

    @Test
    void otherEncodingsThanUtf8AreRefused() throws Exception {
        String json = "{\"username\":\"admin\",\"password\":\"é\"}";
        for (byte[] bytes :
                new byte[][] {json.getBytes(StandardCharsets.ISO_8859_1), json.getBytes(StandardCharsets.UTF_16)}) {
            var request = server.request("/login")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(bytes));
            assertThat(RunningServer.refusal(server.send(request))).isEqualTo("400 invalid_request");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/json; charset=latin1",
                "application/jsonx",
                "multipart/form-data; boundary=x",
                "json"
            })
    void otherContentTypesAreRefused(String type) throws Exception {
        var request = server.request("/login").header("Content-Type", type).POST(BodyPublishers.ofString("{}"));
        assertThat(RunningServer.refusal(server.send(request))).isEqualTo("415 unsupported_media_type");
    }

    @Test
    void noContentTypeIsRefused() throws Exception {
        var request = server.request("/login").POST(BodyPublishers.ofString("{}"));
        assertThat(RunningServer.refusal(server.send(request))).isEqualTo("415 unsupported_media_type");
    }

    @Test
    void utf8MayBeSaid() throws Exception {
        var request = server.request("/login")
                .header("Content-Type", "Application/JSON; Charset=\"UTF-8\"")
                .POST(BodyPublishers.ofString("{\"username\":\"a\",\"password\":\"b\"}"));
        assertThat(RunningServer.refusal(server.send(request))).isEqualTo("401 invalid_credentials");
    }

    @Test
    void anUnknownRouteAndAnUnknownMethodAreDistinguished() throws Exception {
        assertThat(RunningServer.refusal(server.send(server.request("/nope")))).isEqualTo("404 not_found");
        HttpResponse<String> wrong = server.send(server.request("/refresh"));
        assertThat(RunningServer.refusal(wrong)).isEqualTo("405 method_not_allowed");
        assertThat(wrong.headers().firstValue("Allow")).contains("POST");
        HttpResponse<String> delete = server.send(server.request("/dashboard").DELETE());
        assertThat(delete.headers().firstValue("Allow")).contains("GET, HEAD");
    }
}
