package dev.postern.http.body;

import static dev.postern.Fuzzing.require;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tries any bytes as a form, and any text as one of its values, which HTTP Basic brings as well. */
public final class FormFuzz {
    private FormFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) throws FormFields.Malformed {
        tryForm(data);
        tryValue(new String(data, UTF_8));
    }

    private static void tryForm(byte[] body) throws FormFields.Malformed {
        Map<String, String> fields;
        try {
            fields = FormFields.read(body);
        } catch (FormFields.Malformed refused) {
            checkMessage(refused);
            return;
        }
        require(fields.size() <= 64, "64 fields at most");
        requireSame(fields, decoded(new String(body, ISO_8859_1)));
        requireSame(fields, FormFields.read(encoded(fields).getBytes(US_ASCII)));
    }

    private static void tryValue(String text) throws FormFields.Malformed {
        String value;
        try {
            value = FormFields.decode(text);
        } catch (FormFields.Malformed refused) {
            checkMessage(refused);
            return;
        }
        require(text.chars().allMatch(each -> each > ' ' && each <= '~'), "printable ASCII");
        require(value.equals(URLDecoder.decode(text, UTF_8)), "as a browser would");
        require(value.chars().noneMatch(Character::isISOControl), "no control characters");
        require(value.equals(FormFields.decode(URLEncoder.encode(value, UTF_8))), "what was meant");
    }

    /** What Java's own decoder makes of a form without broken parts. */
    private static Map<String, String> decoded(String body) {
        Map<String, String> fields = new LinkedHashMap<>();
        Stream.of(body.split("&")).filter(pair -> !pair.isEmpty()).forEach(pair -> {
            String name = pair.replaceFirst("(?s)=.*", "");
            String value = pair.replaceFirst("(?s)^[^=]*=?", "");
            String before = fields.put(URLDecoder.decode(name, UTF_8), URLDecoder.decode(value, UTF_8));
            require(before == null, "no field twice");
        });
        return fields;
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(each -> URLEncoder.encode(each.getKey(), UTF_8) + "=" + URLEncoder.encode(each.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** The order counts as well. */
    private static void requireSame(Map<String, String> fields, Map<String, String> others) {
        require(new ArrayList<>(fields.entrySet()).equals(new ArrayList<>(others.entrySet())), "the same fields");
    }

    /** It goes into an answer. */
    private static void checkMessage(FormFields.Malformed refused) {
        String message = String.valueOf(refused.getMessage());
        require(message.length() < 100 && message.matches("[ -~…]+"), "a message that may be shown");
    }

    public static List<byte[]> seeds() {
        String many = Stream.iterate(0, i -> i < 65, i -> i + 1)
                .map(i -> "f" + i + "=" + i)
                .collect(Collectors.joining("&"));
        return Stream.of(
                        "",
                        "grant_type=refresh_token&refresh_token=a.b-c_d",
                        "grant_type=client_credentials&client_id=a&client_secret=b%2Bc+d",
                        "a=1&a=2",
                        "a&b=&=c&=&&d==e",
                        "a=%C3%A9%F0%9F%98%80",
                        "a=%C3&b=%00&c=%7f&d=%C2%85",
                        "a=%&b=%1&c=%zz&d=%+1",
                        "a=%\uff14\uff11",
                        "\u00e9=\n",
                        "%61=1&a=2",
                        many)
                .map(text -> text.getBytes(UTF_8))
                .toList();
    }
}
