package dev.postern.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {

    @ParameterizedTest
    @CsvSource({
        "/, /", "/docs, /docs", "/docs/, /docs/", "/a/b.c/d-e_f~g, /a/b.c/d-e_f~g", "/a%20b, /a b", "/a%40b, /a@b",
        "/a@b, /a@b", "/caf%C3%A9, /café", "/caf%c3%a9, /café", "/.well-known, /.well-known", "/..., /...",
                "/a..b, /a..b",
        "/%21, /!", "/a:b, /a:b"
    })
    void aPathWithOneReadingIsDecoded(String raw, String decoded) throws Exception {
        assertThat(CanonicalPath.parse(raw).decoded()).isEqualTo(decoded);
        assertThat(CanonicalPath.parse(raw).raw()).isEqualTo(raw);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "docs",
                "*",
                "//",
                "//a",
                "/a//",
                "/a//b",
                "/.",
                "/..",
                "/./a",
                "/a/.",
                "/a/..",
                "/a/../b",
                "/;",
                "/a;b",
                "/a\\b",
                "/%5c",
                "/%3b",
                "/%2f",
                "/%2F",
                "/a%2fb",
                "/%61",
                "/%2e",
                "/%2E%2e",
                "/%7e",
                "/%25",
                "/%2561",
                "/%",
                "/%4",
                "/%g0",
                "/%0",
                "/%00",
                "/%0a",
                "/%1f",
                "/%7f",
                "/a\u0000",
                "/a\tb",
                "/a b",
                "/\u007f",
                "/é",
                "/%ff",
                "/%c0%af",
                "/%c3",
                "/%c3%28",
                "/%ed%a0%80",
                "/%c2%85",
                "/%e0%80%af",
                "/a#b",
                "/%\uff11\uff11"
            })
    void aPathWithAnotherReadingIsRefused(String raw) {
        assertThatThrownBy(() -> CanonicalPath.parse(raw))
                .isInstanceOf(InvalidPath.class)
                .message()
                .isNotEmpty();
    }

    @Test
    void whateverComesIsReadOrRefused() {
        Random random = new Random(42);
        String alphabet = "/.%;\\?#25ef0aA~-é\u0000 ";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder raw = new StringBuilder("/");
            for (int n = random.nextInt(12); n > 0; n--) {
                raw.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                String decoded = CanonicalPath.parse(raw.toString()).decoded();
                assertThat(decoded)
                        .doesNotContain("//", "/./", "/../", "\\", ";", "%", "\u0000")
                        .startsWith("/");
            } catch (InvalidPath refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            }
        }
    }
}
