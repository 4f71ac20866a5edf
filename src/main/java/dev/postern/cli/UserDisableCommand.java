package dev.postern.cli;

import dev.postern.ops.AuditEvent.Kind;
import dev.postern.users.User;
import dev.postern.users.UserChange;
import dev.postern.users.UserFields;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "disable",
        description = "Keep a person from signing in, and end all of their sessions.",
        mixinStandardHelpOptions = true)
final class UserDisableCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Parameters(paramLabel = "NAME")
    private String name = "";

    private final Program house;

    UserDisableCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        User changed = house.withAccounts(config.file(), accounts -> {
            User user = AdminStore.require(accounts, name);
            User found = accounts.users().change(user.id(), UserChange.ofDisabled(true));
            accounts.tell(Kind.USER_CHANGED, found.username(), "disabled");
            return found;
        });
        output.print("Disabled " + changed.username(), UserFields.of(changed));
        return 0;
    }
}
