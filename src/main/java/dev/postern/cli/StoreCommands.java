package dev.postern.cli;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "store", description = "The database of users and sessions.")
final class StoreCommands extends CommandGroup {
    private final Program program;

    StoreCommands(Program program) {
        this.program = program;
    }

    @Command(
            name = "copy",
            description = {
                "Copy a store, sessions included, into an empty one. If it fails, nothing was copied.",
                "Stop the server first. With the same SECRET_KEY, everybody stays signed in."
            },
            mixinStandardHelpOptions = true)
    int copy(
            @Mixin ConfigOption config,
            @Mixin Output output,
            @Parameters(index = "0", paramLabel = "FROM", description = "Such as jdbc:sqlite:postern.db.") String from,
            @Parameters(index = "1", paramLabel = "TO", description = "Such as jdbc:postgresql://db1/postern.")
                    String to,
            @Option(
                            names = "--user",
                            paramLabel = "ROLE",
                            description = "The role in PostgreSQL; without it, store.user. Its password is"
                                    + " STORE_PASSWORD.")
                    @Nullable
                    String user)
            throws Exception {
        Map<String, Integer> rows = program.copyStore(config.file(), from, to, Optional.ofNullable(user));
        String line = rows.entrySet().stream()
                .map(table -> table.getKey().replace('_', ' ') + " " + table.getValue())
                .collect(Collectors.joining(", ", "Copied: ", ""));
        output.print(line, rows);
        return 0;
    }
}
