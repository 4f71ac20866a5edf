package dev.postern.cli;

import dev.postern.ops.AuditEvent.Kind;
import dev.postern.users.PersonalToken;
import dev.postern.users.PersonalTokenStore;
import dev.postern.users.PersonalTokens;
import dev.postern.users.User;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "token", description = "Personal tokens, with which scripts act for a person.")
final class PersonalTokenCommands extends CommandGroup {
    private final Program program;

    PersonalTokenCommands(Program program) {
        this.program = program;
    }

    /** What a new token is to be. */
    static final class NewToken {
        @Option(names = "--user", paramLabel = "NAME", required = true, description = "The owner.")
        private String user = "";

        @Option(names = "--name", paramLabel = "TEXT", required = true, description = "What the owner calls it.")
        private String name = "";

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                description = "How long it is valid: a number with m, h or d, at most 366d; without it, 90d.")
        private String expires = "90d";

        @Option(
                names = "--group",
                paramLabel = "G",
                description = "A path group that it is restricted to; may be given several times.")
        private List<String> groups = List.of();
    }

    @Command(
            name = "create",
            description = "Create a personal token. Prints the secret, which is not shown again.",
            mixinStandardHelpOptions = true)
    int create(@Mixin ConfigOption config, @Mixin Output output, @Mixin NewToken wanted) throws Exception {
        Duration lifetime = TimeArgument.parse(wanted.expires);
        Set<String> groups = Set.copyOf(wanted.groups);
        requireKnown(groups, program.groupNames(config.file()));
        PersonalTokens.Made made = program.withAccounts(config.file(), accounts -> {
            User owner = AdminStore.require(accounts, wanted.user);
            PersonalTokens.Made token = accounts.personalTokens().make(owner.id(), wanted.name, lifetime, groups);
            accounts.audit(Kind.TOKEN_CREATED, owner.username(), wanted.name);
            return token;
        });
        Map<String, Object> fields = fields(made.token(), wanted.user);
        fields.put("token", made.text());
        output.print(made.text(), fields);
        return 0;
    }

    private static void requireKnown(Set<String> groups, Set<String> known) throws WrongUsage {
        for (String group : groups) {
            if (!known.contains(group)) {
                throw new WrongUsage("there is no group " + group + "; there are " + String.join(", ", known));
            }
        }
    }

    @Command(
            name = "list",
            description = "List personal tokens; with --json, one object per line.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin ConfigOption config,
            @Mixin Output output,
            @Option(names = "--user", paramLabel = "NAME", description = "Of one person; without it, of all.") @Nullable
                    String user)
            throws Exception {
        return program.withAccounts(config.file(), accounts -> {
            Optional<String> owner = AdminStore.optionalId(accounts, user);
            for (PersonalTokenStore.Held held : accounts.personalTokens().all()) {
                if (owner.isEmpty() || held.owner().id().equals(owner.get())) {
                    print(output, held.token(), held.owner().username());
                }
            }
            return 0;
        });
    }

    private static void print(Output output, PersonalToken token, String owner) {
        String line = "%s  %-24s %-24s until %s".formatted(token.id(), owner, token.name(), token.expiresAt());
        output.print(line, fields(token, owner));
    }

    private static Map<String, Object> fields(PersonalToken token, String owner) {
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

    @Command(name = "revoke", description = "Revoke a personal token.", mixinStandardHelpOptions = true)
    int revoke(@Mixin ConfigOption config, @Mixin Output output, @Parameters(paramLabel = "ID") String id)
            throws Exception {
        PersonalTokenStore.Held revoked = program.withAccounts(config.file(), accounts -> {
            PersonalTokenStore.Held held =
                    accounts.personalTokens().revoke(id).orElseThrow(() -> new NotFound("there is no token " + id));
            accounts.audit(
                    Kind.TOKEN_REVOKED, held.owner().username(), held.token().name());
            return held;
        });
        output.print(
                "Revoked " + revoked.token().name(),
                fields(revoked.token(), revoked.owner().username()));
        return 0;
    }
}
