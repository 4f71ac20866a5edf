package dev.postern.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.ops.Printable;
import dev.postern.ops.PrintableJson;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command prints its result: a line for people, or JSON for programs. */
final class Output {
    private static final ObjectMapper JSON = PrintableJson.mapper();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    /** Prints a line on standard error, which is not part of the result. */
    void note(String line) {
        Objects.requireNonNull(spec).commandLine().getErr().println(line);
    }

    /** Prints a line of the result. */
    void print(String line, Map<String, ?> fields) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try {
            out.println(json ? JSON.writeValueAsString(fields) : Printable.of(line));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
