package dev.postern.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "copy",
        description = {
            "Copy a store, sessions and all, into an empty one, whole or not at all.",
            "Stop the server first. With the same SECRET_KEY, everybody stays signed in."
        },
        mixinStandardHelpOptions = true)
final class StoreCopyCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Parameters(index = "0", paramLabel = "FROM", description = "Such as jdbc:sqlite:postern.db.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "Such as jdbc:postgresql://db1/postern.")
    private String to = "";

    @Option(
            names = "--user",
            paramLabel = "ROLE",
            description = "The role in PostgreSQL; store.user if it is not given. Its password is STORE_PASSWORD.")
    private @Nullable String user;

    private final Program house;

    StoreCopyCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        Map<String, Integer> rows = house.copyStore(config.file(), from, to, Optional.ofNullable(user));
        String line = rows.entrySet().stream()
                .map(table -> table.getKey().replace('_', ' ') + " " + table.getValue())
                .collect(Collectors.joining(", ", "Copied: ", ""));
        output.print(line, rows);
        return 0;
    }
}
