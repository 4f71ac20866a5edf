package dev.postern.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A word that needs another command behind it. */
@Command(mixinStandardHelpOptions = true)
class CommandGroup implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "Which command? See --help.");
    }

    @Command(name = "user", description = "The people who may sign in.")
    static final class OfUsers extends CommandGroup {}

    @Command(name = "session", description = "The sign-ins of people.")
    static final class OfSessions extends CommandGroup {}

    @Command(name = "token", description = "Personal tokens, which scripts use in a person's place.")
    static final class OfTokens extends CommandGroup {}

    @Command(name = "client", description = "Services that act for themselves.")
    static final class OfClients extends CommandGroup {}

    @Command(name = "keys", description = "The keys that sign tokens.")
    static final class OfKeys extends CommandGroup {}

    @Command(name = "store", description = "Where people and sessions are kept.")
    static final class OfStores extends CommandGroup {}

    @Command(name = "settings", description = "What the server is set to.")
    static final class OfSettings extends CommandGroup {}
}
