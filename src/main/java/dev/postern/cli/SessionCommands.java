package dev.postern.cli;

import dev.postern.ops.AuditEvent.Kind;
import dev.postern.sessions.Session;
import dev.postern.users.User;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "session", description = "The sessions of people.")
final class SessionCommands extends CommandGroup {
    private final Program program;

    SessionCommands(Program program) {
        this.program = program;
    }

    @Command(
            name = "list",
            description = "List sessions; with --json, one object per line.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin ConfigOption config,
            @Mixin Output output,
            @Option(names = "--user", paramLabel = "NAME", description = "Of one person; without it, of all.") @Nullable
                    String user)
            throws Exception {
        return program.withAccounts(config.file(), accounts -> {
            Optional<String> userId = AdminStore.optionalId(accounts, user);
            Map<String, String> names = new HashMap<>();
            accounts.sessions(userId)
                    .forEach(session -> print(
                            output,
                            session,
                            names.computeIfAbsent(session.userId(), id -> accounts.username(id, "?"))));
            return 0;
        });
    }

    private static void print(Output output, Session session, String username) {
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

    /** One of the two must be given. */
    static final class Which {
        @Parameters(paramLabel = "ID", description = "One session.")
        private @Nullable String id;

        @Option(names = "--user", paramLabel = "NAME", description = "All sessions of a person.")
        private @Nullable String user;
    }

    @Command(name = "revoke", description = "End one session, or all of a person.", mixinStandardHelpOptions = true)
    int revoke(@Mixin ConfigOption config, @Mixin Output output, @ArgGroup(multiplicity = "1") Which which)
            throws Exception {
        int ended = program.withAccounts(
                config.file(),
                accounts -> which.user != null ? endAll(accounts, which.user) : endOne(accounts, which.id));
        output.print(ended == 1 ? "Ended 1 session" : "Ended " + ended + " sessions", Map.of("ended", ended));
        return 0;
    }

    private static int endAll(AdminStore accounts, String name) throws NotFound {
        User user = AdminStore.require(accounts, name);
        int ended = accounts.endSessions(user.id());
        accounts.audit(Kind.SESSION_ENDED, user.username(), ended + " sessions");
        return ended;
    }

    private static int endOne(AdminStore accounts, @Nullable String given) throws NotFound {
        String id = given == null ? "" : given;
        Session session = accounts.session(id).orElseThrow(() -> new NotFound("there is no session " + id));
        accounts.endSession(id);
        accounts.audit(Kind.SESSION_ENDED, accounts.username(session.userId(), ""), "session " + id);
        return 1;
    }
}
