package dev.postern.cli;

import dev.postern.users.User;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "passwd",
        description = "Give a person another password, and end all of their sessions.",
        mixinStandardHelpOptions = true)
final class UserPasswdCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final NewPassword password = new NewPassword();

    @Mixin
    private final Output output = new Output();

    @Parameters(paramLabel = "NAME")
    private String name = "";

    private final House house;

    UserPasswdCommand(House house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        String chosen = password.read();
        User changed = house.withAccounts(config.file(), accounts -> {
            User user = UserAccounts.require(accounts, name);
            accounts.users().setPassword(name, chosen);
            accounts.endSessions(user.id());
            return user;
        });
        output.print("Changed the password of " + changed.username(), UserFields.json(changed));
        return 0;
    }
}
