package dev.postern.cli;

import dev.postern.users.UserFields;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "List the people, by name; with --json, an object a line.",
        mixinStandardHelpOptions = true)
final class UserListCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Option(names = "--query", paramLabel = "Q", description = "A part of the name, whatever the case.")
    private String query = "";

    private final Program house;

    UserListCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        house.withAccounts(config.file(), accounts -> {
            accounts.users().all(query).forEach(user -> output.print(UserLine.of(user), UserFields.of(user)));
            return true;
        });
        return 0;
    }
}
