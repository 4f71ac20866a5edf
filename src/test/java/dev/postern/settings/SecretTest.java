package dev.postern.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void nothingShowsTheContent() {
        Secret secret = Secret.of("hunter2");

        assertThat(secret).hasToString("Secret[hidden]");
        assertThat(new Secrets(Secret.of("k".repeat(32)), Optional.empty(), Optional.of(secret), Optional.of(secret))
                        .toString())
                .doesNotContain("hunter2")
                .doesNotContain("kkk");
        assertThat(secret).hasSameHashCodeAs(Secret.of("other"));
    }

    @Test
    void equalityIsOfTheBytes() {
        assertThat(Secret.of("a")).isEqualTo(new Secret(new byte[] {'a'}));
        assertThat(Secret.of("a")).isNotEqualTo(Secret.of("b"));
        assertThat(Secret.of("a")).isNotEqualTo(Secret.of("aa"));
        assertThat(Secret.of("a")).isNotEqualTo("a");
    }

    @Test
    void nobodyCanChangeIt() {
        byte[] given = {1, 2};
        Secret secret = new Secret(given);
        given[0] = 9;
        secret.reveal()[1] = 9;

        assertThat(secret.reveal()).containsExactly(1, 2);
    }
}
