package dev.postern.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.crypto.KeyDerivation;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySealTest {
    private static final byte[] KEY = "a private key".getBytes(UTF_8);

    private final KeySeal one = new KeySeal(secret("one"), Optional.empty());
    private final KeySeal two = new KeySeal(secret("two"), Optional.empty());
    private final KeySeal changing = new KeySeal(secret("two"), Optional.of(secret("one")));

    private static KeyDerivation secret(String name) {
        return new KeyDerivation(("a secret of thirty-two bytes at least: " + name).getBytes(UTF_8));
    }

    @Test
    void whatIsSealedIsOpenedUnderTheSameSecretAndIdAlone() {
        String sealed = one.seal(KEY, "id");

        assertThat(one.open(sealed, "id"))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(KEY));
        assertThat(one.open(sealed, "other")).isEmpty();
        assertThat(two.open(sealed, "id")).isEmpty();
    }

    @Test
    void theSameKeyIsNeverSealedAlike() {
        assertThat(one.seal(KEY, "id")).isNotEqualTo(one.seal(KEY, "id"));
    }

    @Test
    void underThePreviousSecretItIsOpenedAndRenewed() {
        String sealed = one.seal(KEY, "id");
        assertThat(changing.open(sealed, "id")).isPresent();

        String renewed = changing.renewed(sealed, "id");

        assertThat(two.open(renewed, "id")).isPresent();
        assertThat(one.open(renewed, "id")).isEmpty();
        assertThat(changing.renewed(renewed, "id")).isEqualTo(renewed);
        assertThat(two.renewed(sealed, "id")).as("cannot be opened").isEqualTo(sealed);
    }

    @Test
    void anyBitChangedIsFound() {
        byte[] sealed = Base64.getUrlDecoder().decode(one.seal(KEY, "id"));
        for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
            assertThat(one.open(text, "id")).as("bit %d", bit).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not base64!", "AAAAAAAAAAAAAAAA"})
    void whatIsNoSealIsNotOpened(String text) {
        assertThat(one.open(text, "id")).isEmpty();
    }
}
