package dev.postern.tokens;

import dev.postern.Fuzzing;
import org.junit.jupiter.api.Test;

/** Keeps the fuzz targets of the verifier alive; {@code src/bench/run fuzz} runs them for as long as one likes. */
class FuzzTargetsTest {
    @Test
    void anyToken() {
        Fuzzing.replay(AnyTokenFuzz.seeds(), 2_000, AnyTokenFuzz::fuzzerTestOneInput);
    }

    @Test
    void tokenUnderTheSecret() {
        Fuzzing.replay(SecretTokenFuzz.seeds(), 5_000, SecretTokenFuzz::fuzzerTestOneInput);
    }

    @Test
    void tokenUnderAPairOfKeys() {
        Fuzzing.replay(PairTokenFuzz.seeds(), 100, PairTokenFuzz::fuzzerTestOneInput);
    }
}
