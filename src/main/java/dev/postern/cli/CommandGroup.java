package dev.postern.cli;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands on one subject, a method each. The group alone does nothing. */
@Command(mixinStandardHelpOptions = true)
abstract class CommandGroup implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "Which command? See --help.");
    }

    /** The values of an option or a parameter that may be given several times; picocli gives null for none. */
    static Set<String> setOf(@Nullable List<String> given) {
        return given == null ? Set.of() : Set.copyOf(given);
    }
}
