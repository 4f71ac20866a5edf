package dev.postern.cli;

import dev.postern.ops.AuditEvent.Kind;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        description = "Remove a service; its access tokens are refused within a second.",
        mixinStandardHelpOptions = true)
final class ClientRemoveCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Parameters(paramLabel = "ID")
    private String id = "";

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    private final Program house;

    ClientRemoveCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        confirmation.require("Remove the client " + id + "?");
        house.withAccounts(config.file(), accounts -> {
            accounts.clients().remove(id);
            accounts.tell(Kind.CLIENT_REMOVED, "", id);
            return true;
        });
        output.print("Removed " + id, Map.of("id", id));
        return 0;
    }
}
