package dev.postern.cli;

import dev.postern.ops.AuditEvent.Kind;
import dev.postern.users.User;
import dev.postern.users.UserFields;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "remove", description = "Remove a person, with all that is theirs.", mixinStandardHelpOptions = true)
final class UserRemoveCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    private final Program house;

    UserRemoveCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        User removed = house.withAccounts(config.file(), accounts -> {
            User user = AdminStore.require(accounts, name);
            confirmation.require("Remove " + user.username() + " with all sessions and tokens?");
            accounts.users().remove(user.id());
            accounts.tell(Kind.USER_REMOVED, user.username(), "");
            return user;
        });
        output.print("Removed " + removed.username(), UserFields.of(removed));
        return 0;
    }
}
