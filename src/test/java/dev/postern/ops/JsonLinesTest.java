package dev.postern.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is logged, each line is one JSON object. */
class JsonLinesTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = JsonLines.of(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    private List<String> written() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void theFieldsAreThoseOfTheLine() {
        stream.println("2026-11-28T09:00:00.000Z WARN postern.http - \"a\" - b\nc");
        assertThat(written())
                .containsExactly("{\"time\":\"2026-11-28T09:00:00.000Z\",\"level\":\"WARN\","
                        + "\"logger\":\"postern.http\",\"message\":\"\\\"a\\\" - b\\nc\"}");
    }

    @Test
    void aTraceIsOneObjectForEachLine() {
        new IllegalStateException("why").printStackTrace(stream);
        assertThat(written().get(0)).isEqualTo("{\"trace\":\"java.lang.IllegalStateException: why\"}");
        assertThat(written()).allMatch(line -> line.startsWith("{\"trace\":\""));
    }

    @Test
    void anyTextIsOneObject() throws Exception {
        ObjectMapper json = new ObjectMapper();
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? "t INFO l - " : "");
            random.ints(10, 0, 0x500).forEach(text::appendCodePoint);
            stream.println(text.toString());
        }
        assertThat(written()).hasSize(2_000);
        for (String line : written()) {
            assertThat(json.readTree(line).isObject()).isTrue();
        }
    }
}
