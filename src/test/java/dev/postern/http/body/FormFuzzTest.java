package dev.postern.http.body;

import dev.postern.Fuzzing;
import org.junit.jupiter.api.Test;

/** Keeps the fuzz target of the form parser alive. */
class FormFuzzTest {
    @Test
    void anyForm() {
        Fuzzing.replay(FormFuzz.seeds(), 20_000, FormFuzz::fuzzerTestOneInput);
    }
}
