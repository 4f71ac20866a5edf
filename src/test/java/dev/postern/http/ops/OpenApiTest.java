package dev.postern.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.gate.Route;
import dev.postern.http.RunningServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The description of the API. All traffic of the tests is held against it, too. */
class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private static JsonNode description(RunningServer server) throws Exception {
        HttpResponse<String> answer = server.send(server.request("/openapi.yaml"));
        assertThat(answer.statusCode()).isEqualTo(200);
        return new ObjectMapper().valueToTree(new Yaml().load(answer.body()));
    }

    @Test
    void itHasEveryRouteAndNoOther(@TempDir Path folder) throws Exception {
        try (RunningServer server = new RunningServer(folder)) {
            Set<String> described = new TreeSet<>();
            description(server)
                    .path("paths")
                    .properties()
                    .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                        if (METHODS.contains(method)) {
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                        }
                    }));
            assertThat(described)
                    .isEqualTo(Stream.of(Route.values())
                            .map(route -> route.method() + " " + route.path())
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void whoMayAskIsAsInTheGate(@TempDir Path folder) throws Exception {
        try (RunningServer server = new RunningServer(folder)) {
            JsonNode paths = description(server).path("paths");
            for (Route route : Route.values()) {
                JsonNode operation =
                        paths.path(route.path()).path(route.method().toLowerCase(Locale.ROOT));
                String security = operation.path("security").toString();
                boolean withoutCredential = security.equals("[]") || security.contains("{}");
                assertThat(withoutCredential)
                        .as(route.toString())
                        .isEqualTo(route.group().open());
            }
        }
    }

    @Test
    void everyErrorCodeOfTheRefusalsIsExplained(@TempDir Path folder) throws Exception {
        try (RunningServer server = new RunningServer(folder)) {
            String text = server.send(server.request("/openapi.yaml")).body();
            String refusals = Files.readString(Path.of("src/main/java/dev/postern/http/refusal/Refusals.java"));
            List<String> codes = Pattern.compile("\"([a-z]+(?:_[a-z]+)+)\"")
                    .matcher(refusals)
                    .results()
                    .map(found -> found.group(1))
                    .filter(code -> !Set.of(
                                    // Of proxies, applications and the port for plain HTTP.
                                    "no_group",
                                    "untrusted_proxy",
                                    "ambiguous_request",
                                    "bad_gateway",
                                    "gateway_timeout",
                                    "https_required",
                                    "method_not_allowed")
                            .contains(code))
                    .distinct()
                    .toList();
            assertThat(codes)
                    .hasSizeGreaterThan(15)
                    .allSatisfy(code -> assertThat(text).contains(code));
        }
    }

    @Test
    void aClientThatHasItDoesNotGetItAgain(@TempDir Path folder) throws Exception {
        try (RunningServer server = new RunningServer(folder)) {
            String tag = server.send(server.request("/openapi.yaml"))
                    .headers()
                    .firstValue("ETag")
                    .orElseThrow();
            assertThat(server.send(server.request("/openapi.yaml").header("If-None-Match", tag))
                            .statusCode())
                    .isEqualTo(304);
        }
    }
}
