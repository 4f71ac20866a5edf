package dev.postern.cli;

import dev.postern.ops.AuditEvent.Kind;
import dev.postern.users.PersonalTokens;
import dev.postern.users.User;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "create",
        description = "Make a personal token; prints the secret alone, this once.",
        mixinStandardHelpOptions = true)
final class TokenCreateCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Option(names = "--user", paramLabel = "NAME", required = true, description = "Whose it is.")
    private String user = "";

    @Option(names = "--name", paramLabel = "TEXT", required = true, description = "What its owner calls it.")
    private String name = "";

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "How long it is good: a number with m, h or d, at most 366d; 90d if not given.")
    private String expires = "90d";

    @Option(
            names = "--group",
            paramLabel = "G",
            description = "A group that it is kept to; may be given several times.")
    private Set<String> groups = Set.of();

    private final Program house;

    TokenCreateCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        Duration lifetime = TimeArgument.parse(expires);
        for (String group : groups) {
            if (!house.groupNames(config.file()).contains(group)) {
                throw new WrongUsage("there is no group " + group + "; there are "
                        + String.join(", ", house.groupNames(config.file())));
            }
        }
        PersonalTokens.Made made = house.withAccounts(config.file(), accounts -> {
            User owner = AdminStore.require(accounts, user);
            PersonalTokens.Made token = accounts.personalTokens().make(owner.id(), name, lifetime, groups);
            accounts.tell(Kind.TOKEN_CREATED, owner.username(), name);
            return token;
        });
        Map<String, Object> fields = TokenListCommand.fields(made.token(), user);
        fields.put("token", made.text());
        output.print(made.text(), fields);
        return 0;
    }
}
