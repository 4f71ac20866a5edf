package dev.postern.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "settings", description = "The settings of the server.")
final class SettingsCommands extends CommandGroup {
    private final Program program;

    SettingsCommands(Program program) {
        this.program = program;
    }

    @Command(
            name = "check",
            description = "Check the settings and the files that they name, without starting. Reports all problems.",
            mixinStandardHelpOptions = true)
    int check(@Mixin ConfigOption config, @Mixin Output output) throws Exception {
        program.check(config.file());
        output.print("The settings are right.", Map.of("right", true));
        return 0;
    }
}
