package dev.postern.cli;

import dev.postern.sessions.Session;
import dev.postern.users.User;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List sign-ins; with --json, an object a line.", mixinStandardHelpOptions = true)
final class SessionListCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Option(names = "--user", paramLabel = "NAME", description = "Of one person; of all if not given.")
    private @Nullable String user;

    private final Program house;

    SessionListCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        house.withAccounts(config.file(), accounts -> {
            Optional<String> userId = Optional.empty();
            if (user != null) {
                userId = Optional.of(AdminStore.require(accounts, user).id());
            }
            Map<String, String> names = new HashMap<>();
            accounts.sessions(userId)
                    .forEach(session -> print(
                            session,
                            names.computeIfAbsent(
                                    session.userId(),
                                    id -> accounts.users()
                                            .find(id)
                                            .map(User::username)
                                            .orElse("?"))));
            return true;
        });
        return 0;
    }

    private void print(Session session, String username) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", session.id());
        fields.put("username", username);
        fields.put("created_at", session.createdAt().toString());
        fields.put("last_used_at", session.lastUsedAt().toString());
        fields.put("expires_at", session.expiresAt().toString());
        fields.put("ip", session.ip());
        fields.put("user_agent", session.userAgent());
        output.print(
                "%s  %-24s last used %s from %s".formatted(session.id(), username, session.lastUsedAt(), session.ip()),
                fields);
    }
}
