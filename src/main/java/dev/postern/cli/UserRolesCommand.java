package dev.postern.cli;

import dev.postern.ops.AuditEvent.Kind;
import dev.postern.users.User;
import dev.postern.users.UserChange;
import dev.postern.users.UserFields;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "roles", description = "Give a person these roles, and no others.", mixinStandardHelpOptions = true)
final class UserRolesCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Parameters(index = "0", paramLabel = "NAME")
    private String name = "";

    @Parameters(index = "1..*", paramLabel = "R", description = "A role; none takes all away.")
    private List<String> roles = List.of();

    private final Program house;

    UserRolesCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        User changed = house.withAccounts(config.file(), accounts -> {
            User user = AdminStore.require(accounts, name);
            User given = accounts.users().change(user.id(), UserChange.ofRoles(Set.copyOf(roles)));
            accounts.tell(Kind.USER_CHANGED, given.username(), "roles " + String.join(" ", roles));
            return given;
        });
        output.print(UserLine.of(changed), UserFields.of(changed));
        return 0;
    }
}
