package dev.postern.cli;

import dev.postern.users.PersonalToken;
import dev.postern.users.PersonalTokenStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "List personal tokens; with --json, an object a line.",
        mixinStandardHelpOptions = true)
final class TokenListCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Option(names = "--user", paramLabel = "NAME", description = "Of one person; of all if not given.")
    private @Nullable String user;

    private final Program house;

    TokenListCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        house.withAccounts(config.file(), accounts -> {
            Optional<String> owner = Optional.empty();
            if (user != null) {
                owner = Optional.of(AdminStore.require(accounts, user).id());
            }
            for (PersonalTokenStore.Held held : accounts.personalTokens().all()) {
                if (owner.isEmpty() || held.owner().id().equals(owner.get())) {
                    print(held.token(), held.owner().username());
                }
            }
            return true;
        });
        return 0;
    }

    private void print(PersonalToken token, String owner) {
        String line = "%s  %-24s %-24s until %s".formatted(token.id(), owner, token.name(), token.expiresAt());
        output.print(line, fields(token, owner));
    }

    static Map<String, Object> fields(PersonalToken token, String owner) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", token.id());
        fields.put("username", owner);
        fields.put("name", token.name());
        fields.put("created_at", token.createdAt().toString());
        fields.put("expires_at", token.expiresAt().toString());
        fields.put("last_used_at", token.lastUsedAt().map(Instant::toString).orElse(null));
        fields.put("groups", token.groups().stream().sorted().toList());
        return fields;
    }
}
