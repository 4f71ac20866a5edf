package dev.postern.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is remembered of verified tokens, and for how long that holds. */
class VerifiedTokensTest {
    private static final Forge FORGE = Forge.of(TokenAlgorithm.ES256);

    private final AtomicReference<SigningKeys> keys = new AtomicReference<>(FORGE.keys());
    private Instant now = HandMade.NOW;
    private final TokenVerifier verifier =
            new TokenVerifier(keys::get, HandMade.ISSUER, HandMade.AUDIENCE, HandMade.SKEW, () -> now);

    private Optional<TokenRefused.Reason> refusal(String token) {
        return HandMade.refusal(verifier, token);
    }

    private static VerifiedTokens.Digest digest(int number) {
        return VerifiedTokens.Digest.of("token " + number);
    }

    private static AccessToken token() {
        try {
            return HandMade.verifier().verify(HandMade.valid());
        } catch (TokenRefused refused) {
            throw new AssertionError(refused);
        }
    }

    @Test
    void aRememberedTokenStillExpires() {
        String token = FORGE.valid();
        assertThat(refusal(token)).isEmpty();
        now = HandMade.NOW.plusSeconds(900).plus(HandMade.SKEW).minusNanos(1);
        assertThat(refusal(token)).isEmpty();
        now = now.plusNanos(1);
        assertThat(refusal(token)).contains(TokenRefused.Reason.EXPIRED);
    }

    @Test
    void aRememberedTokenIsRefusedOnceItsKeyIsGone() {
        String token = FORGE.valid();
        assertThat(refusal(token)).isEmpty();
        keys.set(Forge.of(TokenAlgorithm.ES256).keys());
        assertThat(refusal(token)).contains(TokenRefused.Reason.UNKNOWN_KEY);
        keys.set(FORGE.keys());
        assertThat(refusal(token)).isEmpty();
    }

    @Test
    void aRememberedTokenIsRefusedOnceItsKeysTimeIsOver() {
        TokenKey retired = TokenKey.ofPublic(TokenAlgorithm.ES256, FORGE.publicKey(), HandMade.NOW.plusSeconds(5));
        keys.set(Forge.of(TokenAlgorithm.ES256).keys().accepting(List.of(retired)));
        String token = FORGE.valid();
        assertThat(refusal(token)).isEmpty();
        now = HandMade.NOW.plusSeconds(5);
        assertThat(refusal(token)).contains(TokenRefused.Reason.UNKNOWN_KEY);
    }

    @Test
    void whatIsRememberedOfOneTokenLetsNoOtherIn() {
        String token = FORGE.valid();
        assertThat(refusal(token)).isEmpty();
        String unsigned = token.substring(0, token.lastIndexOf('.') + 1);
        assertThat(refusal(unsigned + "A".repeat(86))).contains(TokenRefused.Reason.SIGNATURE);
        assertThat(refusal(token + "A")).isPresent();
    }

    @Test
    void whatIsPutInIsFound() {
        VerifiedTokens memory = new VerifiedTokens(FORGE.keys());
        AccessToken token = token();
        memory.put(digest(1), token);
        assertThat(memory.find(digest(1))).isSameAs(token);
        assertThat(memory.find(digest(2))).isNull();
    }

    @Test
    void howeverManyGoodTokensThereAreItsSizeIsBounded() {
        VerifiedTokens memory = new VerifiedTokens(FORGE.keys());
        AccessToken token = token();
        int many = 5 * VerifiedTokens.GENERATION;
        IntStream.range(0, many).forEach(i -> memory.put(digest(i), token));
        long found = IntStream.range(0, many)
                .filter(i -> memory.find(digest(i)) != null)
                .count();
        assertThat(found).isBetween(1L, 2L * VerifiedTokens.GENERATION);
        assertThat(memory.find(digest(many - 1))).isSameAs(token);
    }

    @Test
    void aTokenInUseStaysWhileOthersComeAndGo() {
        VerifiedTokens memory = new VerifiedTokens(FORGE.keys());
        AccessToken token = token();
        memory.put(digest(-1), token);
        for (int i = 0; i < 5 * VerifiedTokens.GENERATION; i++) {
            memory.put(digest(i), token);
            assertThat(memory.find(digest(-1))).isSameAs(token);
        }
    }

    @Test
    void manyThreadsMayLookAndPutAtOnce() throws Exception {
        VerifiedTokens memory = new VerifiedTokens(FORGE.keys());
        AccessToken token = token();
        List<Boolean> good = dev.postern.AtOnce.call(8, n -> {
            List<Boolean> all = new ArrayList<>();
            for (int i = 0; i < 2 * VerifiedTokens.GENERATION; i++) {
                AccessToken found = memory.find(digest(i));
                all.add(found == null || found == token);
                memory.put(digest(i), token);
            }
            return !all.contains(false);
        });
        assertThat(Set.copyOf(good)).containsExactly(true);
    }
}
