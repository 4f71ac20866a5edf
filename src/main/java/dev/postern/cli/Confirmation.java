package dev.postern.cli;

import java.io.Console;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Asks for a confirmation before something that cannot be undone. */
final class Confirmation {
    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @SuppressWarnings(
            "SystemConsoleNull") // It is null without a terminal up to JDK 21; later its reading ends at once.
    void require(String question) throws WrongUsage {
        if (yes) {
            return;
        }
        Console console = System.console();
        String answer = console == null ? null : console.readLine("%s [y/N] ", question);
        if (answer == null) {
            throw new WrongUsage("there is no terminal to ask for a confirmation; use --yes");
        }
        if (!answer.strip().toLowerCase(Locale.ROOT).equals("y")) {
            throw new WrongUsage("nothing was done");
        }
    }
}
