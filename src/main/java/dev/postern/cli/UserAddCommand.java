package dev.postern.cli;

import dev.postern.ops.AuditEvent.Kind;
import dev.postern.users.User;
import dev.postern.users.UserFields;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "add", description = "Add a person.", mixinStandardHelpOptions = true)
final class UserAddCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final NewPassword password = new NewPassword();

    @Mixin
    private final Output output = new Output();

    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Option(names = "--role", paramLabel = "R", description = "A role; may be given several times.")
    private List<String> roles = List.of();

    private final Program house;

    UserAddCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        return password.isByLink() ? invite() : add();
    }

    private int add() throws Exception {
        String chosen = password.read(house.standardInput());
        User user = house.withAccounts(config.file(), accounts -> {
            User added = accounts.users().add(name, Set.copyOf(roles), chosen);
            accounts.tell(Kind.USER_CREATED, added.username(), "");
            return added;
        });
        output.print("Added " + user.username(), UserFields.of(user));
        return 0;
    }

    private int invite() throws Exception {
        return house.withAccounts(config.file(), accounts -> {
            User user = accounts.users().invite(name, Set.copyOf(roles));
            accounts.tell(Kind.USER_CREATED, user.username(), "with a setup link");
            String url = NewPassword.link(accounts, user);
            Map<String, Object> fields = UserFields.of(user);
            fields.put("setup_url", url);
            output.print(url, fields);
            return 0;
        });
    }
}
