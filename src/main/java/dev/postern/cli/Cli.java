package dev.postern.cli;

import dev.postern.imports.ImportRefused;
import dev.postern.keys.KeyRefused;
import dev.postern.ops.Printable;
import dev.postern.settings.SettingsRefused;
import dev.postern.users.ClientRefused;
import dev.postern.users.LoginRefused;
import dev.postern.users.PasswordRefused;
import dev.postern.users.PersonalTokenRefused;
import dev.postern.users.PersonalTokens;
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
        if (thrown instanceof UserRefused refused) {
            return switch (refused.reason()) {
                case INVALID_USERNAME -> "a username has 1 to 64 letters, digits and ._@+- and nothing else";
                case USERNAME_TAKEN -> "there is a user of this name already";
                case INVALID_ROLE -> "a role has 1 to 64 of a-z 0-9 . _ : - and a user has at most 32 of them";
                case NOT_FOUND -> "there is no user of this name";
                case LAST_ADMIN -> "this is the last enabled user with the role admin; give the role to another first";
                case INVALID_LINK -> "this link is good no more";
            };
        }
        if (thrown instanceof ClientRefused refused) {
            return switch (refused.reason()) {
                case INVALID_ID ->
                    "a client's id is a letter and up to 63 more of a-z 0-9 . _ - and not login, which stands for people";
                case ID_TAKEN -> "there is a client of this id already";
                case INVALID_ROLE -> "a role has 1 to 64 of a-z 0-9 . _ : - and a client has at most 32 of them";
                case NOT_FOUND -> "there is no client of this id";
            };
        }
        if (thrown instanceof KeyRefused refused) {
            return switch (refused.reason()) {
                case NOT_FOUND -> "there is no key of this id; keys list tells which there are";
                case NOT_KNOWN_YET ->
                    "services that verify tokens may not have heard of the next key before "
                            + KeyNews.instant(refused.until()) + "; wait until then, or use --force";
                case ACTIVE -> "this key signs; rotate first, or use --force to sign with the next at once";
                case LIVE_TOKENS ->
                    "tokens of this key may live until " + KeyNews.instant(refused.until())
                            + "; wait until then, or use --force to have them refused";
                case NO_PAIRS ->
                    "token.algorithm signs with SECRET_KEY, of which there is nothing to rotate here; "
                            + "to change it, use SECRET_KEY_PREVIOUS";
                case OTHER_SETTINGS ->
                    "token.algorithm is set to sign with SECRET_KEY here, and this key is in use where it is set"
                            + " otherwise; give the command the servers' settings";
                case NONE_YET -> "there are no keys yet; the first start of the server makes them";
                case SEALED ->
                    "SECRET_KEY does not open all keys in the store; give the command the one that servers have, or,"
                            + " if that is lost, give up what this one does not open: keys retire --sealed";
                case UNFIT -> String.valueOf(thrown.getMessage());
            };
        }
        if (thrown instanceof PersonalTokenRefused refused) {
            return switch (refused.reason()) {
                case INVALID_NAME -> "a token's name has 1 to 100 characters, without control characters";
                case INVALID_LIFETIME -> "a token is good for a minute to 366 days";
                case TOO_MANY -> "the user has " + PersonalTokens.MAX_PER_USER + " tokens already; revoke one first";
            };
        }
        if (thrown instanceof PasswordRefused refused) {
            return switch (refused.reason()) {
                case TOO_SHORT -> "the password is shorter than password.min-length";
                case TOO_LONG -> "the password is longer than 72 bytes in UTF-8, the limit of bcrypt";
                case COMMON ->
                    "the password is among those that are tried first: a common password or word, a row of keys, "
                            + "a date, or made of the user's name or this site's";
                case MALFORMED -> "the password holds characters that no password can have";
            };
        }
        return thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    }
}
