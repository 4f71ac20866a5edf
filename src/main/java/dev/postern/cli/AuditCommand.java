package dev.postern.cli;

import dev.postern.ops.AuditEvent;
import dev.postern.ops.AuditStore;
import dev.postern.users.User;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        description = "Show what happened, the newest first; with --json, one object per line.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Option(names = "--user", paramLabel = "NAME", description = "Whom it concerns.")
    private String user = "";

    @Option(names = "--event", paramLabel = "E", description = "What happened, such as login_failed.")
    private String event = "";

    @Option(names = "--since", paramLabel = "TIME", description = "Such as 2h, 7d or 2026-01-31T12:00:00Z.")
    private String since = "";

    @Option(names = "--limit", paramLabel = "N", description = "The most lines; 100 if not given.")
    private int limit = 100;

    private final Program program;

    AuditCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        if (limit < 1) {
            throw new WrongUsage("--limit must be at least 1");
        }
        Instant from = since();
        String kind = event.isEmpty() ? "" : known();
        List<AuditStore.Kept> found = program.withAccounts(config.file(), accounts -> {
            String name = accounts.users().findByName(user).map(User::username).orElse(user);
            return accounts.audit().list(new AuditStore.Query(name, kind, from, Long.MAX_VALUE, limit));
        });
        found.forEach(kept -> output.print(line(kept.event()), kept.event().fields()));
        return 0;
    }

    private Instant since() throws WrongUsage {
        if (since.isEmpty()) {
            return Instant.EPOCH;
        }
        try {
            return Instant.parse(since);
        } catch (DateTimeParseException noInstant) {
            return Instant.now().minus(TimeArgument.parse(since));
        }
    }

    private String known() throws WrongUsage {
        return AuditEvent.Kind.of(event)
                .orElseThrow(() -> new WrongUsage("there is no event " + event + "; there are "
                        + Stream.of(AuditEvent.Kind.values())
                                .map(AuditEvent.Kind::text)
                                .collect(Collectors.joining(", "))))
                .text();
    }

    private static String line(AuditEvent event) {
        return "%s  %-16s %-8s %-20s by %-20s %-16s %s"
                .formatted(
                        event.at(),
                        event.kind().text(),
                        event.result().text(),
                        event.user().isEmpty() ? "-" : event.user(),
                        event.by().isEmpty() ? "-" : event.by(),
                        event.ip().isEmpty() ? "-" : event.ip(),
                        event.detail())
                .stripTrailing();
    }
}
