package dev.postern.imports;

import dev.postern.Fuzzing;
import org.junit.jupiter.api.Test;

/** Keeps the fuzz target of the files of users alive. */
class UserFileFuzzTest {
    @Test
    void anyFile() {
        Fuzzing.replay(UserFileFuzz.seeds(), 5_000, UserFileFuzz::fuzzerTestOneInput);
    }
}
