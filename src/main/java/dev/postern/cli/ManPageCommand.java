package dev.postern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

/** Prints the manual page, in the form of man(7), for the release archive. */
@Command(name = "man-page", description = "Print the manual page.", hidden = true, mixinStandardHelpOptions = true)
final class ManPageCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        command.getOut().print(page(command.getParent().getCommandSpec()));
        command.getOut().flush();
    }

    private static String page(CommandSpec program) {
        List<String> lines = new ArrayList<>();
        String version = program.versionProvider() == null ? "" : String.join(" ", program.version());
        lines.add(".TH POSTERN 1 \"\" " + quoted(version));
        lines.add(".SH NAME");
        lines.add("postern \\- sign people in and guard internal web applications");
        lines.add(".SH SYNOPSIS");
        lines.add(".B postern");
        lines.add("[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR]");
        lines.add(".SH DESCRIPTION");
        lines.add(
                text(
                        "Without a command, postern runs the server. It reads config.properties in its folder, or the file"
                                + " of --config, and environment variables. SECRET_KEY, or the file of SECRET_KEY_FILE, is required."));
        lines.add(".SH COMMANDS");
        add(program, "postern", lines);
        lines.add(".SH EXIT STATUS");
        for (String status : List.of(
                "0\nDone.",
                "1\nRefused, or not found.",
                "2\nWrong usage or wrong settings.",
                "3\nAn error, such as a port in use or a store that cannot be opened.")) {
            lines.add(".TP");
            lines.add(status);
        }
        lines.add(".SH FILES");
        lines.add(text("config.properties: the settings. Each is explained in docs/settings.md."));
        return String.join("\n", lines) + "\n";
    }

    private static void add(CommandSpec parent, String path, List<String> lines) {
        parent.subcommands().forEach((name, sub) -> {
            CommandSpec command = sub.getCommandSpec();
            if (command.usageMessage().hidden() || !name.equals(command.name())) {
                return;
            }
            String whole = path + " " + name;
            if (command.subcommands().isEmpty()) {
                describe(command, whole, lines);
            }
            add(command, whole, lines);
        });
    }

    private static void describe(CommandSpec command, String path, List<String> lines) {
        StringBuilder synopsis = new StringBuilder(".SS ").append(text(path));
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            synopsis.append(' ').append(text(parameter.paramLabel()));
        }
        lines.add(synopsis.toString());
        for (String line : command.usageMessage().description()) {
            lines.add(text(line));
        }
        command.positionalParameters().forEach(parameter -> argument(parameter.paramLabel(), parameter, lines));
        for (OptionSpec option : command.options()) {
            if (!option.usageHelp() && !option.versionHelp() && !option.hidden()) {
                String value = option.arity().max() > 0 ? " " + option.paramLabel() : "";
                argument(String.join(", ", option.names()) + value, option, lines);
            }
        }
    }

    private static void argument(String name, ArgSpec argument, List<String> lines) {
        lines.add(".TP");
        lines.add(".B " + text(name));
        lines.add(text(String.join(" ", argument.description())));
    }

    /** Text in which nothing is taken for markup. */
    private static String text(String plain) {
        String escaped = plain.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }

    private static String quoted(String plain) {
        return "\"" + text(plain).replace("\"", "\\(dq") + "\"";
    }
}
