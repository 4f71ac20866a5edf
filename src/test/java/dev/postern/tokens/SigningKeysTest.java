package dev.postern.tokens;

import static dev.postern.tokens.HandMade.OTHER_SECRET;
import static dev.postern.tokens.HandMade.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SigningKeysTest {

    @Test
    void keyOf31BytesIsRefused() {
        byte[] shortKey = Arrays.copyOf(SECRET, 31);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKeys.hs256(shortKey, Optional.empty()))
                .withMessageContaining("32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKeys.hs256(SECRET, Optional.of(shortKey)))
                .withMessageContaining("32");
    }

    @Test
    void refusalOfAShortKeyDoesNotTellIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKeys.hs256(Arrays.copyOf(SECRET, 8), Optional.empty()))
                .withMessageNotContaining("secret");
    }

    @Test
    void instancesWithTheSameSecretAgreeOnItsId() {
        assertThat(idOf(SECRET.clone())).isEqualTo(idOf(SECRET)).matches("[A-Za-z0-9_-]{12}");
    }

    @Test
    void otherSecretsHaveOtherIds() {
        byte[] extended = Arrays.copyOf(SECRET, 33);

        assertThat(idOf(SECRET)).isNotEqualTo(idOf(OTHER_SECRET)).isNotEqualTo(idOf(extended));
    }

    @Test
    void previousKeyDoesNotSign() {
        SigningKeys keys = SigningKeys.hs256(SECRET, Optional.of(OTHER_SECRET));

        assertThat(keys.current().id()).isEqualTo(idOf(SECRET));
    }

    @Test
    void previousKeyMayBeTheCurrentOne() {
        assertThat(SigningKeys.hs256(SECRET, Optional.of(SECRET)).current().id())
                .isEqualTo(idOf(SECRET));
    }

    private static String idOf(byte[] secret) {
        return SigningKeys.hs256(secret, Optional.empty()).current().id();
    }
}
