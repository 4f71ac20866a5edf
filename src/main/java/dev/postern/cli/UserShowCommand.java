package dev.postern.cli;

import dev.postern.users.User;
import dev.postern.users.UserFields;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show a person.", mixinStandardHelpOptions = true)
final class UserShowCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Parameters(paramLabel = "NAME")
    private String name = "";

    private final Program house;

    UserShowCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        User user = house.withAccounts(config.file(), accounts -> AdminStore.require(accounts, name));
        output.print(UserLine.of(user), UserFields.of(user));
        return 0;
    }
}
