package dev.postern.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of attacks, on a key of each algorithm; and the controls that show that something passes at all. */
class AttackTableTest {

    @ParameterizedTest
    @EnumSource
    void everyAttackIsRefusedAndEveryControlAccepted(TokenAlgorithm algorithm) {
        Forge forge = Forge.of(algorithm);
        TokenVerifier verifier = new TokenVerifier(
                forge::keys, HandMade.ISSUER, HandMade.AUDIENCE, HandMade.SKEW, InstantSource.fixed(HandMade.NOW));
        Map<String, String> attacks = Attacks.on(forge);
        Map<String, String> controls = Attacks.controls(forge);

        SoftAssertions softly = new SoftAssertions();
        // The good ones first, so that what is remembered of them is there to be misused.
        controls.forEach((name, token) ->
                softly.assertThat(HandMade.refusal(verifier, token)).as(name).isEmpty());
        attacks.forEach((name, token) -> softly.assertThat(HandMade.refusal(verifier, token))
                .as(name)
                .isPresent()
                .isNotEqualTo(Optional.of(TokenRefused.Reason.FAULT)));
        softly.assertAll();
        assertThat(attacks).hasSizeGreaterThan(350);
        System.out.printf("%s: %d attacks refused, %d controls accepted%n", algorithm, attacks.size(), controls.size());
    }
}
