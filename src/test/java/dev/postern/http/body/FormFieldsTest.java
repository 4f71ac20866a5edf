package dev.postern.http.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormFieldsTest {

    private static Map<String, String> read(String form) throws FormFields.Malformed {
        return FormFields.read(form.getBytes(ISO_8859_1));
    }

    @Test
    void fieldsAreReadInTheirOrder() throws Exception {
        assertThat(read("b=1&a=x+y%20z&c=&d&&e=a=b"))
                .containsExactly(
                        Map.entry("b", "1"),
                        Map.entry("a", "x y z"),
                        Map.entry("c", ""),
                        Map.entry("d", ""),
                        Map.entry("e", "a=b"));
        assertThat(read("")).isEmpty();
        assertThat(read("n=%C3%A9%e2%82%AC")).containsEntry("n", "é€");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1&a=2 | a is given twice",
                "a=1&%61=1 | a is given twice",
                "a&a | a is given twice",
                "a=%zz | a % without two hex digits",
                "a=%4 | a % without two hex digits",
                "a=% | a % without two hex digits",
                "%=a | a % without two hex digits",
                "a=%00 | control characters",
                "a=%0d%0a | control characters",
                "a=%C2%80 | control characters",
                "a=%ff | not valid UTF-8",
                "a=%C3 | not valid UTF-8",
                "a=%C0%AF | not valid UTF-8",
                "a=%ED%A0%80 | not valid UTF-8",
                "a=\u00e9 | not encoded",
                "a=b c | not encoded",
            })
    void whatIsMalformedIsNamed(String form, String message) {
        assertThatThrownBy(() -> read(form))
                .isInstanceOf(FormFields.Malformed.class)
                .hasMessageContaining(message);
    }

    /** HTTP Basic brings any text, and Java takes the digits of every script for hex digits. */
    @ParameterizedTest
    @ValueSource(strings = {"%\uff14\uff11", "%4\uff11", "%\u0664\u0661", "%4\uff21"})
    void hexDigitsOfOtherScriptsAreRefused(String encoded) {
        assertThatThrownBy(() -> FormFields.decode(encoded)).isInstanceOf(FormFields.Malformed.class);
    }

    @Test
    void fieldsBeyond64AreTooMany() throws Exception {
        String most = IntStream.range(0, 64).mapToObj(i -> "f" + i + "=").collect(Collectors.joining("&"));
        assertThat(read(most)).hasSize(64);
        assertThatThrownBy(() -> read(most + "&more=")).hasMessageContaining("more than 64");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsEncodedIsDecodedAgain(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                fields.put(text(random), text(random));
            }
            String form = fields.entrySet().stream()
                    .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                    .collect(Collectors.joining("&"));
            assertThat(read(form)).as(form).isEqualTo(fields);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /** Letters from everywhere, without control characters and halves of pairs. */
    private static String text(Random random) {
        return random.ints(1 + random.nextInt(10), 0x20, 0x2FFFF)
                .filter(sign -> !Character.isISOControl(sign) && (sign < 0xD800 || sign > 0xDFFF))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .append('x')
                .toString();
    }
}
