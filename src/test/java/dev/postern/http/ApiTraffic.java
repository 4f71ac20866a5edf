package dev.postern.http;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;

/**
 * Holds what the tests send and get against the description of the API: each response, and each request that the server
 * has accepted. What the description does not cover, such as path groups, is left out.
 */
final class ApiTraffic {
    private static final Set<String> NOT_DESCRIBED =
            Set.of("validation.request.path.missing", "validation.request.operation.notAllowed");
    private static final OpenApiInteractionValidator VALIDATOR =
            OpenApiInteractionValidator.createForInlineApiSpecification(description())
                    .withLevelResolver(LevelResolver.create()
                            // The tests send credentials that the server must refuse.
                            .withLevel("validation.request.security", ValidationReport.Level.IGNORE)
                            .build())
                    .build();

    private ApiTraffic() {}

    private static String description() {
        try (var in = ApiTraffic.class.getResourceAsStream("/dev/postern/http/ops/openapi.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static void check(HttpRequest request, HttpResponse<String> response) {
        Optional<Request.Method> method = Arrays.stream(Request.Method.values())
                .filter(known -> known.name().equals(request.method()))
                .filter(known -> known != Request.Method.HEAD && known != Request.Method.OPTIONS)
                .findFirst();
        String path = request.uri().getRawPath();
        if (method.isEmpty() || !isDescribed(method.get(), path)) {
            return;
        }
        ValidationReport report = VALIDATOR.validateResponse(path, method.get(), described(response));
        if (response.statusCode() / 100 == 2) {
            report = report.merge(VALIDATOR.validateRequest(described(request, method.get())));
        }
        List<String> errors = report.getMessages().stream()
                .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                .map(message -> message.getKey() + ": " + message.getMessage())
                .toList();
        if (!errors.isEmpty()) {
            throw new AssertionError(request.method() + " " + request.uri() + " → " + response.statusCode() + " "
                    + response.body() + "\nis not as openapi.yaml describes it:\n" + String.join("\n", errors));
        }
    }

    private static boolean isDescribed(Request.Method method, String path) {
        Set<String> found =
                VALIDATOR
                        .validateResponse(
                                path, method, SimpleResponse.Builder.status(200).build())
                        .getMessages()
                        .stream()
                        .map(ValidationReport.Message::getKey)
                        .collect(Collectors.toSet());
        return found.stream().noneMatch(NOT_DESCRIBED::contains);
    }

    private static SimpleResponse described(HttpResponse<String> response) {
        SimpleResponse.Builder described =
                SimpleResponse.Builder.status(response.statusCode()).withBody(response.body());
        response.headers().map().forEach((name, values) -> described.withHeader(name, values));
        return described.build();
    }

    private static SimpleRequest described(HttpRequest request, Request.Method method) {
        SimpleRequest.Builder described =
                new SimpleRequest.Builder(method.name(), request.uri().getRawPath());
        request.headers().map().forEach((name, values) -> described.withHeader(name, values));
        Optional.ofNullable(request.uri().getQuery()).stream()
                .flatMap(query -> Arrays.stream(query.split("&")))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> described.withQueryParam(pair[0], pair.length > 1 ? pair[1] : ""));
        request.bodyPublisher().ifPresent(body -> described.withBody(text(body)));
        return described.build();
    }

    private static String text(HttpRequest.BodyPublisher body) {
        StringBuilder text = new StringBuilder();
        body.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(ByteBuffer part) {
                text.append(StandardCharsets.UTF_8.decode(part));
            }

            @Override
            public void onError(Throwable failed) {
                throw new AssertionError(failed);
            }

            @Override
            public void onComplete() {}
        });
        return text.toString();
    }
}
