package dev.postern.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RandomTextTest {
    @Test
    void noIdLooksLikeAnOptionOfACommand() {
        for (int i = 0; i < 2_000; i++) {
            assertThat(RandomText.id()).matches("[A-Za-z0-9_][A-Za-z0-9_-]{21}");
        }
    }
}
