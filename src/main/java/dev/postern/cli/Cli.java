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

/** Arguments to a command, and what it throws to an exit code. */
public final class Cli {
    static final int REFUSED = 1;
    static final int WRONG_USAGE = 2;
    static final int FAULT = 3;

    private Cli() {}

    /**
     * Runs one command.
     *
     * @return 0 done; 1 refused or not found; 2 wrong usage or settings; 3 a fault
     */
    public static int run(Program house, PrintStream out, PrintStream err, String... args) {
        return args.length == 0 ? serve(house, err) : parse(house, out, err, args);
    }

    /** The usual start, without the parser, which would take a third of its time. */
    private static int serve(Program house, PrintStream err) {
        try {
            house.serve(new ConfigOption().file());
            return 0;
        } catch (SettingsRefused | InterruptedException | RuntimeException thrown) {
            return tell(thrown, new PrintWriter(new PrintableWriter(err), true));
        }
    }

    private static int parse(Program house, PrintStream out, PrintStream err, String... args) {
        CommandLine program = new CommandLine(new PosternCommand(house))
                .addSubcommand(new ServeCommand(house))
                .addSubcommand(users(house))
                .addSubcommand(new CommandLine(new CommandGroup.OfSessions())
                        .addSubcommand(new SessionListCommand(house))
                        .addSubcommand(new SessionRevokeCommand(house)))
                .addSubcommand(new CommandLine(new CommandGroup.OfTokens())
                        .addSubcommand(new TokenCreateCommand(house))
                        .addSubcommand(new TokenListCommand(house))
                        .addSubcommand(new TokenRevokeCommand(house)))
                .addSubcommand(new CommandLine(new CommandGroup.OfClients())
                        .addSubcommand(new ClientAddCommand(house))
                        .addSubcommand(new ClientListCommand(house))
                        .addSubcommand(new ClientRemoveCommand(house)))
                .addSubcommand(new CommandLine(new CommandGroup.OfKeys())
                        .addSubcommand(new KeysListCommand(house))
                        .addSubcommand(new KeysRotateCommand(house))
                        .addSubcommand(new KeysRetireCommand(house))
                        .addSubcommand(new KeysImportCommand(house)))
                .addSubcommand(
                        new CommandLine(new CommandGroup.OfSettings()).addSubcommand(new SettingsCheckCommand(house)))
                .addSubcommand(new CommandLine(new CommandGroup.OfStores()).addSubcommand(new StoreCopyCommand(house)))
                .addSubcommand(new ExplainCommand(house))
                .addSubcommand(new AuditCommand(house));
        // After the subcommands, which get the same.
        return program.registerConverter(Path.class, Cli::path)
                .setOut(utf8(out))
                .setErr(new PrintWriter(new PrintableWriter(err), true))
                .setExecutionExceptionHandler((thrown, command, parsed) -> tell(thrown, command.getErr()))
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

    /** Whatever the locale says, which in cron and containers is often nothing. */
    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    private static CommandLine users(Program house) {
        return new CommandLine(new CommandGroup.OfUsers())
                .addSubcommand(new UserAddCommand(house))
                .addSubcommand(new UserListCommand(house))
                .addSubcommand(new UserShowCommand(house))
                .addSubcommand(new UserPasswdCommand(house))
                .addSubcommand(new UserRolesCommand(house))
                .addSubcommand(new UserDisableCommand(house))
                .addSubcommand(new UserEnableCommand(house))
                .addSubcommand(new UserRemoveCommand(house))
                .addSubcommand(new UserImportCommand(house));
    }

    private static int tell(Exception thrown, PrintWriter err) {
        if (thrown instanceof SettingsRefused refused) {
            err.println("Postern cannot go on with these settings:");
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
