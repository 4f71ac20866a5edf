package dev.postern.http.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By itself, since a hundred logins are a hundred hashes. */
class MissingProxyWarningTest {
    private final List<Object> warned = new ArrayList<>();
    private final MissingProxyWarning warning = new MissingProxyWarning((logins, from) -> warned.add(from));

    @Test
    void theLogSaysOnceWhenTheLoginsOfManyComeFromOneAddress() {
        for (int i = 0; i < 99; i++) {
            warning.note("10.0.0.5", "name" + i % 5);
        }
        assertThat(warned).isEmpty();
        for (int i = 0; i < 200; i++) {
            warning.note("10.0.0.5", "name" + i % 5);
        }
        assertThat(warned).containsExactly("10.0.0.5");
    }

    @Test
    void manyLoginsOfFewAreNoReason() {
        for (int i = 0; i < 300; i++) {
            warning.note("10.0.0.5", "name" + i % 4);
        }
        assertThat(warned).isEmpty();
    }

    @Test
    void anotherAddressIsNoProxy() {
        warning.note("10.0.0.6", "name");
        for (int i = 0; i < 300; i++) {
            warning.note("10.0.0.5", "name" + i % 5);
        }
        assertThat(warned).isEmpty();
    }
}
