package dev.postern.cli;

import java.io.IOException;
import java.io.InputStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a command reads a new password from: the terminal without echo, or standard input; never an argument. */
final class NewPassword {
    @ArgGroup
    private final Source source = new Source();

    private static final class Source {
        @Option(
                names = "--password-stdin",
                description = "Read the password from standard input, less one line end and a byte-order mark.")
        private boolean stdin;

        @Option(
                names = "--setup-link",
                description = "Print a link by which the person chooses one; good once, for 24 hours.")
        private boolean link;
    }

    boolean isByLink() {
        return source.link;
    }

    String read(InputStream in) throws WrongUsage, IOException {
        return source.stdin ? TypedPassword.ofInput(in) : TypedPassword.ofTerminalTwice();
    }
}
