package dev.postern.tokens;

import static dev.postern.tokens.HandMade.OTHER_SECRET;
import static dev.postern.tokens.HandMade.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningKeysTest {

    @ParameterizedTest
    @CsvSource({"HS256, 31", "HS384, 47", "HS512, 63"})
    void keyShorterThanTheHashIsRefused(TokenAlgorithm algorithm, int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKeys.ofSecrets(algorithm, new byte[bytes], Optional.empty()))
                .withMessageContaining(algorithm + " has at least " + (bytes + 1));
        assertThat(SigningKeys.ofSecrets(algorithm, new byte[bytes + 1], Optional.empty())
                        .current()
                        .algorithm())
                .isEqualTo(algorithm.name());
    }

    /** Nothing can have been signed with it, but refresh tokens are still made under it. */
    @Test
    void previousKeyThatIsTooShortForTheAlgorithmIsPassedOver() {
        SigningKeys keys = SigningKeys.ofSecrets(TokenAlgorithm.HS512, new byte[64], Optional.of(SECRET));

        assertThat(keys.accepted()).hasSize(1);
    }

    @Test
    void refusalOfAShortKeyDoesNotTellIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> SigningKeys.ofSecrets(TokenAlgorithm.HS256, Arrays.copyOf(SECRET, 8), Optional.empty()))
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
        SigningKeys keys = SigningKeys.ofSecrets(TokenAlgorithm.HS256, SECRET, Optional.of(OTHER_SECRET));

        assertThat(keys.current().id()).isEqualTo(idOf(SECRET));
    }

    @Test
    void previousKeyMayBeTheCurrentOne() {
        assertThat(SigningKeys.ofSecrets(TokenAlgorithm.HS256, SECRET, Optional.of(SECRET))
                        .current()
                        .id())
                .isEqualTo(idOf(SECRET));
    }

    private static String idOf(byte[] secret) {
        return SigningKeys.ofSecrets(TokenAlgorithm.HS256, secret, Optional.empty())
                .current()
                .id();
    }
}
