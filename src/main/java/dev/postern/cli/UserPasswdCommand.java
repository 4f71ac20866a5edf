package dev.postern.cli;

import dev.postern.ops.AuditEvent.Kind;
import dev.postern.users.User;
import dev.postern.users.UserChange;
import dev.postern.users.UserFields;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "passwd",
        description = "Give a person another password, and end all of their sessions; or a link to choose one.",
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

    private final Program house;

    UserPasswdCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        return password.isByLink() ? link() : set();
    }

    private int set() throws Exception {
        String chosen = password.read(house.standardInput());
        User changed = house.withAccounts(config.file(), accounts -> {
            User user = AdminStore.require(accounts, name);
            User given = accounts.users().change(user.id(), UserChange.ofPassword(chosen));
            accounts.tell(Kind.PASSWORD_CHANGED, given.username(), "");
            return given;
        });
        output.print("Changed the password of " + changed.username(), UserFields.of(changed));
        return 0;
    }

    private int link() throws Exception {
        String url = house.withAccounts(config.file(), accounts -> {
            User user = AdminStore.require(accounts, name);
            accounts.tell(Kind.USER_CHANGED, user.username(), "a setup link was made");
            return NewPassword.link(accounts, user);
        });
        output.print(url, Map.of("setup_url", url));
        return 0;
    }
}
