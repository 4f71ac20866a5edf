package dev.postern.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = "Say what the gate would answer to a request, and why; exit 0 if it may pass, 1 if not.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Parameters(index = "0", paramLabel = "METHOD")
    private String method = "";

    @Parameters(
            index = "1",
            paramLabel = "URL",
            description = "A URL, or a path on the server's own host; a query does not matter.")
    private String target = "";

    @Option(names = "--user", paramLabel = "NAME", description = "Who sends it; nobody if not given.")
    private @Nullable String user;

    private final Program program;

    ExplainCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        Explanation found = program.explain(config.file(), method, RequestUrl.parse(target), Optional.ofNullable(user));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("group", found.group().isEmpty() ? null : found.group());
        fields.put("allowed", found.allowed());
        fields.put("status", found.status());
        fields.put("error", found.error().isEmpty() ? null : found.error());
        fields.put("reason", found.reason());
        output.print(line(found), fields);
        return found.allowed() ? 0 : Cli.REFUSED;
    }

    private static String line(Explanation found) {
        String group = found.group().isEmpty() ? "no group" : "group " + found.group();
        return found.allowed()
                ? "allowed by %s: %s".formatted(group, found.reason())
                : "refused by %s: %d %s: %s".formatted(group, found.status(), found.error(), found.reason());
    }
}
