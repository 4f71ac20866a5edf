package dev.postern.cli;

import dev.postern.ops.AuditEvent.Kind;
import dev.postern.users.PersonalTokenStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "revoke", description = "Take a personal token away.", mixinStandardHelpOptions = true)
final class TokenRevokeCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Parameters(paramLabel = "ID")
    private String id = "";

    private final Program house;

    TokenRevokeCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        PersonalTokenStore.Held revoked = house.withAccounts(config.file(), accounts -> {
            PersonalTokenStore.Held held =
                    accounts.personalTokens().revoke(id).orElseThrow(() -> new NotFound("there is no token " + id));
            accounts.tell(
                    Kind.TOKEN_REVOKED, held.owner().username(), held.token().name());
            return held;
        });
        output.print(
                "Revoked " + revoked.token().name(),
                TokenListCommand.fields(revoked.token(), revoked.owner().username()));
        return 0;
    }
}
