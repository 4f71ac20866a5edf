package dev.postern.cli;

import dev.postern.ops.AuditEvent.Kind;
import dev.postern.sessions.Session;
import dev.postern.users.User;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "revoke", description = "End a sign-in, or all of a person.", mixinStandardHelpOptions = true)
final class SessionRevokeCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @ArgGroup(multiplicity = "1")
    private final Which which = new Which();

    private static final class Which {
        @Parameters(paramLabel = "ID", description = "Of one sign-in.")
        private @Nullable String id;

        @Option(names = "--user", paramLabel = "NAME", description = "All of a person.")
        private @Nullable String user;
    }

    private final Program house;

    SessionRevokeCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        int ended = house.withAccounts(config.file(), this::revoke);
        output.print(ended == 1 ? "Ended 1 session" : "Ended " + ended + " sessions", Map.of("ended", ended));
        return 0;
    }

    private int revoke(AdminStore accounts) throws NotFound {
        if (which.user != null) {
            User user = AdminStore.require(accounts, which.user);
            int ended = accounts.endSessions(user.id());
            accounts.tell(Kind.SESSION_ENDED, user.username(), ended + " sessions");
            return ended;
        }
        String id = which.id == null ? "" : which.id;
        Session session = accounts.session(id).orElseThrow(() -> new NotFound("there is no session " + id));
        accounts.endSession(id);
        String username =
                accounts.users().find(session.userId()).map(User::username).orElse("");
        accounts.tell(Kind.SESSION_ENDED, username, "session " + id);
        return 1;
    }
}
