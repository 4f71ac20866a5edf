package dev.postern.cli;

import dev.postern.ops.AuditEvent.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description = "Add a service; prints its secret alone, this once.",
        mixinStandardHelpOptions = true)
final class ClientAddCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Parameters(paramLabel = "ID")
    private String id = "";

    @Option(names = "--role", paramLabel = "R", description = "A role; may be given several times.")
    private List<String> roles = List.of();

    private final Program house;

    ClientAddCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        String secret = house.withAccounts(config.file(), accounts -> {
            String made = accounts.clients().add(id, Set.copyOf(roles));
            accounts.tell(Kind.CLIENT_CREATED, "", id);
            return made;
        });
        output.print(secret, Map.of("id", id, "roles", new TreeSet<>(roles), "secret", secret));
        return 0;
    }
}
