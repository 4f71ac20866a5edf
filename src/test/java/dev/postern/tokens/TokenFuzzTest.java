package dev.postern.tokens;

import static dev.postern.tokens.HandMade.HEADER;
import static dev.postern.tokens.HandMade.PAYLOAD;
import static dev.postern.tokens.HandMade.base64;
import static dev.postern.tokens.HandMade.refusal;
import static dev.postern.tokens.HandMade.token;
import static dev.postern.tokens.HandMade.valid;
import static dev.postern.tokens.TokenRefused.Reason.FAULT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every token, tried on many; each run tries the same. */
class TokenFuzzTest {

    private static final int ROUNDS = 20_000;

    @Test
    void anyOneCharacterChangedIsRefused() {
        String valid = valid();
        for (int i = 0; i < valid.length(); i++) {
            for (char other : "AZaz09-_.=+/ \0\u00e9\ud800".toCharArray()) {
                if (other != valid.charAt(i)) {
                    String changed = valid.substring(0, i) + other + valid.substring(i + 1);
                    assertThat(refusal(changed)).as(changed).isPresent();
                }
            }
        }
    }

    @Test
    void anyOneCharacterLeftOutOrDoubledIsRefused() {
        String valid = valid();
        for (int i = 0; i < valid.length(); i++) {
            assertThat(refusal(valid.substring(0, i) + valid.substring(i + 1))).isPresent();
            assertThat(refusal(valid.substring(0, i + 1) + valid.substring(i))).isPresent();
        }
    }

    @Test
    void anyBeginningIsRefused() {
        for (int length = 0; length < valid().length(); length++) {
            assertThat(refusal(valid().substring(0, length))).isPresent();
        }
    }

    @Test
    void garbageIsRefusedWithoutAFault() {
        Random random = new Random(1);
        for (int i = 0; i < ROUNDS; i++) {
            String garbage = randomText(random) + "." + randomText(random) + "." + randomText(random);
            assertThat(refusal(garbage)).as(garbage).isPresent().get().isNotEqualTo(FAULT);
        }
    }

    @Test
    void garbageUnderGoodSignaturesIsRefusedWithoutAFault() {
        Random random = new Random(2);
        for (int i = 0; i < ROUNDS; i++) {
            String header = i % 2 == 0 ? HEADER : mutated(HEADER, random);
            String payload = mutated(PAYLOAD, random);
            assertThat(refusal(token(header, payload))).as(header + payload).isNotEqualTo(Optional.of(FAULT));
        }
    }

    @Test
    void randomBytesUnderGoodSignaturesAreRefusedWithoutAFault() {
        Random random = new Random(3);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] payload = new byte[1 + random.nextInt(60)];
            random.nextBytes(payload);
            assertThat(refusal(token(HEADER.getBytes(UTF_8), payload)))
                    .as(base64(payload))
                    .contains(TokenRefused.Reason.CLAIMS);
        }
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(40);
        for (int i = 0; i < length; i++) {
            text.append((char) (random.nextInt(8) == 0 ? random.nextInt(0x10000) : random.nextInt(0x80)));
        }
        return random.nextBoolean() ? base64(text.toString()) : text.toString();
    }

    /** The text with one to three characters replaced by some that mean something in JSON. */
    private static String mutated(String text, Random random) {
        String meaningful = "{}[]\",:\\u0019eE.+-tfn \t\n\0\u00e9\ud800";
        StringBuilder mutated = new StringBuilder(text);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            mutated.setCharAt(random.nextInt(text.length()), meaningful.charAt(random.nextInt(meaningful.length())));
        }
        return mutated.toString();
    }
}
