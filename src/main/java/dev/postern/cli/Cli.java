package dev.postern.cli;

import dev.postern.imports.ImportRefused;
import dev.postern.keys.KeyRefused;
import dev.postern.ops.Printable;
import dev.postern.settings.SettingsRefused;
import dev.postern.users.ClientRefused;
import dev.postern.users.LoginRefused;
import dev.postern.users.PasswordRefused;
import dev.postern.users.PersonalTokenRefused;
import dev.postern.users.UserRefused;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The command line: finds the command for the arguments, and the exit code for its result. */
public final class Cli {
    static final int REFUSED = 1;
    static final int WRONG_USAGE = 2;
    static final int FAULT = 3;

    private Cli() {}

    /**
     * Runs one command.
     *
     * @return 0 done; 1 refused or not found; 2 wrong usage or settings; 3 an error
     */
    public static int run(Program program, PrintStream out, PrintStream err, String... args) {
        return args.length == 0 ? serve(program, err) : parse(program, out, err, args);
    }

    /** The usual start. It skips the parser, which would take a third of the start time. */
    private static int serve(Program program, PrintStream err) {
        try {
            program.serve(new ConfigOption().file());
            return 0;
        } catch (SettingsRefused | InterruptedException | RuntimeException thrown) {
            return report(thrown, printable(err));
        }
    }

    private static int parse(Program program, PrintStream out, PrintStream err, String... args) {
        CommandLine commands = new CommandLine(new PosternCommand(program))
                .addSubcommand(new ServeCommand(program))
                .addSubcommand(new CommandLine(new UserCommands(program)).addSubcommand(new UserImportCommand(program)))
                .addSubcommand(new SessionCommands(program))
                .addSubcommand(new PersonalTokenCommands(program))
                .addSubcommand(new ClientCommands(program))
                .addSubcommand(new KeysCommands(program))
                .addSubcommand(new SettingsCommands(program))
                .addSubcommand(new StoreCommands(program))
                .addSubcommand(new ExplainCommand(program))
                .addSubcommand(new ProxyConfigCommand(program))
                .addSubcommand(new DoctorCommand(program))
                .addSubcommand(new AuditCommand(program))
                .addSubcommand(new HealthCommand(program))
                .addSubcommand(new CompletionCommand())
                .addSubcommand(new ManPageCommand())
                .addSubcommand(new BackupCommands.Backup(program))
                .addSubcommand(new BackupCommands.Restore(program));
        // After adding the subcommands, so that it applies to them as well.
        return commands.setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Path.class, Cli::path)
                .setOut(utf8(out))
                .setErr(printable(err))
                .setExecutionExceptionHandler((thrown, command, parsed) -> report(thrown, command.getErr()))
                .execute(args);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException unnamable) {
            throw new TypeConversionException(
                    "Java cannot open \"" + text + "\" in this locale; set LC_ALL=C.UTF-8, or use a name in ASCII");
        }
    }

    private static PrintWriter printable(PrintStream stream) {
        return new PrintWriter(new PrintableWriter(stream), true);
    }

    /** In every locale: cron and containers often set none. */
    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    private static int report(Exception thrown, PrintWriter err) {
        if (thrown instanceof SettingsRefused refused) {
            err.println("There are problems with the settings:");
            refused.problems().forEach(line -> err.println("  " + Printable.of(line)));
            return WRONG_USAGE;
        }
        if (thrown instanceof WrongUsage) {
            err.println(Printable.of(String.valueOf(thrown.getMessage())));
            return WRONG_USAGE;
        }
        err.println(Printable.of(message(thrown)));
        return thrown instanceof NotFound
                        || thrown instanceof ImportRefused
                        || thrown instanceof CopyRefused
                        || thrown instanceof UserRefused
                        || thrown instanceof PasswordRefused
                        || thrown instanceof PersonalTokenRefused
                        || thrown instanceof ClientRefused
                        || thrown instanceof KeyRefused
                        || thrown instanceof LoginRefused
                ? REFUSED
                : FAULT;
    }

    private static String message(Exception thrown) {
        return thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    }
}
