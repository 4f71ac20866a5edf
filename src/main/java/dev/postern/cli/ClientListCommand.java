package dev.postern.cli;

import dev.postern.users.Client;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = "List services; with --json, an object a line.", mixinStandardHelpOptions = true)
final class ClientListCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    private final Program house;

    ClientListCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        house.withAccounts(config.file(), accounts -> {
            accounts.clients().list().forEach(this::print);
            return true;
        });
        return 0;
    }

    private void print(Client client) {
        String roles = String.join(",", client.roles().stream().sorted().toList());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", client.id());
        fields.put("roles", client.roles().stream().sorted().toList());
        fields.put("created_at", client.createdAt().toString());
        fields.put("last_used_at", client.lastUsedAt().map(Instant::toString).orElse(null));
        output.print("%-24s %s".formatted(client.id(), roles.isEmpty() ? "-" : roles), fields);
    }
}
