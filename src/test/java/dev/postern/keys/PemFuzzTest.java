package dev.postern.keys;

import dev.postern.Fuzzing;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;

/** Keeps the fuzz target of the reader of keys alive. */
class PemFuzzTest {
    @Test
    void anyKey() throws GeneralSecurityException {
        Fuzzing.replay(PemFuzz.seeds(), 300, PemFuzz::fuzzerTestOneInput);
    }
}
