package dev.postern.cli;

import dev.postern.ops.AuditEvent.Kind;
import dev.postern.users.Client;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "client", description = "Services that act for themselves.")
final class ClientCommands extends CommandGroup {
    private final Program program;

    ClientCommands(Program program) {
        this.program = program;
    }

    @Command(
            name = "add",
            description = "Add a service. Prints its secret, which is not shown again.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin ConfigOption config,
            @Mixin Output output,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--role", paramLabel = "R", description = "A role; may be given several times.") @Nullable
                    List<String> roles)
            throws Exception {
        Set<String> given = setOf(roles);
        String secret = program.withAccounts(config.file(), accounts -> {
            String made = accounts.clients().add(id, given);
            accounts.audit(Kind.CLIENT_CREATED, "", id);
            return made;
        });
        output.print(secret, Map.of("id", id, "roles", new TreeSet<>(given), "secret", secret));
        return 0;
    }

    @Command(
            name = "list",
            description = "List services; with --json, one object per line.",
            mixinStandardHelpOptions = true)
    int list(@Mixin ConfigOption config, @Mixin Output output) throws Exception {
        return program.withAccounts(config.file(), accounts -> {
            accounts.clients().list().forEach(client -> print(output, client));
            return 0;
        });
    }

    private static void print(Output output, Client client) {
        List<String> roles = client.roles().stream().sorted().toList();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", client.id());
        fields.put("roles", roles);
        fields.put("created_at", client.createdAt().toString());
        fields.put("last_used_at", client.lastUsedAt().map(Instant::toString).orElse(null));
        output.print("%-24s %s".formatted(client.id(), roles.isEmpty() ? "-" : String.join(",", roles)), fields);
    }

    @Command(
            name = "remove",
            description = "Remove a service. Its access tokens are refused within a second.",
            mixinStandardHelpOptions = true)
    int remove(
            @Mixin ConfigOption config,
            @Mixin Output output,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "ID") String id)
            throws Exception {
        confirmation.require("Remove the client " + id + "?");
        program.withAccounts(config.file(), accounts -> {
            accounts.clients().remove(id);
            accounts.audit(Kind.CLIENT_REMOVED, "", id);
            return 0;
        });
        output.print("Removed " + id, Map.of("id", id));
        return 0;
    }
}
