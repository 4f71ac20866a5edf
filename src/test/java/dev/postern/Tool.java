package dev.postern;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Programs of other projects that tests run. */
public final class Tool {
    private Tool() {}

    /** Without the program the test ends here: aborted, or in CI failed. */
    public static Path find(String name, String place) {
        Path program = Path.of(place);
        if (!Files.isExecutable(program)) {
            String message = "needs " + name + " at " + place;
            if (System.getenv("CI") != null) {
                fail(message);
            }
            System.err.println("a test with a real program is left out: it " + message);
            Assumptions.abort(message);
        }
        return program;
    }
}
