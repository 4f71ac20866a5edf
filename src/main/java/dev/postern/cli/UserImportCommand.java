package dev.postern.cli;

import dev.postern.imports.ImportFormat;
import dev.postern.imports.ImportRecord;
import dev.postern.imports.UserFile;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.users.UserImport;
import dev.postern.users.UserImport.Report;
import dev.postern.users.UserImport.Result;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        description = "Take over people with their bcrypt hashes; a report line a record, exit 1 if any was refused.",
        mixinStandardHelpOptions = true)
final class UserImportCommand implements Callable<Integer> {
    /** The form of a name, including characters of other systems. No hash has this form. */
    private static final Pattern NAME = Pattern.compile("(?=.{1,64}$)[\\p{L}\\p{M}\\p{Nd}._@+ '-]+");

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Parameters(paramLabel = "FILE")
    private Path file = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "auto, htpasswd, csv, jsonl or authelia; auto, by the content, if not given.")
    private String format = "auto";

    @Option(
            names = "--update",
            description = {
                "Change people who exist as well: roles, password and disabling, each only where the file says",
                "something else than the last import did. Without it they are skipped."
            })
    private boolean update;

    @Option(names = "--dry-run", description = "Report what would be done, and do nothing.")
    private boolean dryRun;

    @Option(names = "--atomic", description = "Do nothing if any record is refused.")
    private boolean atomic;

    @Spec
    private @Nullable CommandSpec spec;

    private final Program program;

    UserImportCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        UserFile users = UserFile.read(file, format());
        List<Report> reports = new ArrayList<>();
        List<UserImport.Candidate> candidates = new ArrayList<>();
        for (ImportRecord each : users.records()) {
            if (each.problem().isEmpty()) {
                candidates.add(
                        new UserImport.Candidate(each.line(), each.name(), each.hash(), each.roles(), each.disabled()));
            } else {
                reports.add(new Report(each.line(), each.name(), Result.REFUSED, each.problem()));
            }
        }
        boolean hopeless = atomic && !reports.isEmpty();
        reports.addAll(program.withAccounts(config.file(), accounts -> {
            List<Report> done = accounts.imports().run(candidates, update, dryRun || hopeless, atomic);
            audit(accounts, done, hopeless);
            return done;
        }));
        reports.sort(Comparator.comparingInt(Report::line));
        reports.forEach(this::print);
        summarise(users, reports);
        return count(reports, Result.REFUSED) == 0 ? 0 : Cli.REFUSED;
    }

    private Optional<ImportFormat> format() throws WrongUsage {
        if (format.equals("auto")) {
            return Optional.empty();
        }
        return Optional.of(ImportFormat.of(format)
                .orElseThrow(() -> new WrongUsage("there is no format " + format + "; there are auto, "
                        + Stream.of(ImportFormat.values())
                                .map(ImportFormat::text)
                                .collect(Collectors.joining(", ")))));
    }

    private void audit(AdminStore accounts, List<Report> done, boolean hopeless) {
        if (dryRun || hopeless || (atomic && count(done, Result.REFUSED) > 0)) {
            return;
        }
        for (Report report : done) {
            if (report.result() == Result.ADDED) {
                accounts.audit(Kind.USER_CREATED, report.name(), "imported");
            } else if (report.result() == Result.UPDATED) {
                accounts.audit(Kind.USER_CHANGED, report.name(), "imported: " + report.reason());
            }
        }
    }

    private void print(Report report) {
        String result = report.result().name().toLowerCase(Locale.ROOT);
        String where = report.result() == Result.REFUSED
                ? "line " + report.line() + (shown(report).isEmpty() ? "" : " (" + shown(report) + ")")
                : report.name();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("line", report.line());
        fields.put("username", shown(report));
        fields.put("result", result);
        fields.put("reason", report.reason().isEmpty() ? null : report.reason());
        output.print(result + " " + where + (report.reason().isEmpty() ? "" : ": " + report.reason()), fields);
    }

    /** The name, unless it may be a hash or a password in the wrong column. */
    private static String shown(Report report) {
        return NAME.matcher(report.name()).matches()
                ? report.name()
                : report.name().isEmpty() ? "" : "name not shown";
    }

    private void summarise(UserFile users, List<Report> reports) {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        if (!users.ignored().isEmpty()) {
            err.println("not taken over: the fields " + String.join(", ", users.ignored()));
        }
        long refused = count(reports, Result.REFUSED);
        err.printf(
                "read as %s: %d added, %d updated, %d skipped, %d refused%s%n",
                users.format().text(),
                count(reports, Result.ADDED),
                count(reports, Result.UPDATED),
                count(reports, Result.SKIPPED),
                refused,
                dryRun || (atomic && refused > 0) ? "; nothing was written" : "");
    }

    private static long count(List<Report> reports, Result result) {
        return reports.stream().filter(report -> report.result() == result).count();
    }
}
